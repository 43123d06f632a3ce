import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { usePath } from './lib/router'
import { Designs } from './pages/Designs'
import { Home } from './pages/Home'
import { Interview } from './pages/Interview'
import { Guide, Library, Rubric } from './pages/Library'
import { DesignReport, InterviewReport, Sample } from './pages/Reports'
import { Link } from './parts/Link'
import './styles.css'

function page(path: string) {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  const [first, id, third] = parts
  switch (first) {
    case undefined: return <Home />
    case 'interviews': return id === undefined ? <Home /> : third === 'report' ? <InterviewReport key={id} id={id} /> : <Interview key={id} id={id} />
    case 'designs': return id === undefined ? <Designs /> : <DesignReport key={id} id={id} />
    case 'sample': return <Sample />
    case 'library': return id === undefined ? <Library /> : <Guide key={id} id={id} />
    case 'rubric': return <Rubric />
    default: return <main><h1>There is no such page</h1><p><Link to="/">Back to the start</Link></p></main>
  }
}

function App() {
  const path = usePath()
  return (
    <>
      <header className="top">
        <Link to="/" className="brand">Interview Coach</Link>
        <nav aria-label="Main"><Link to="/">Practise</Link><Link to="/designs">Written designs</Link><Link to="/library">Library</Link><Link to="/rubric">Rubric</Link></nav>
      </header>
      {page(path)}
    </>
  )
}

createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>)
