import { useState } from 'react'
import { post, remove } from '../lib/api'
import { useLoad } from '../lib/load'
import { go } from '../lib/router'
import { words, type Design, type Level, type Problem } from '../lib/wire'
import { Link } from '../parts/Link'

export function Designs() {
  const problems = useLoad<Problem[]>('/api/problems')
  const list = useLoad<Design[]>('/api/designs')
  return (
    <main className="designs">
      <h1>Feedback on a written design</h1>
      <p>Hand in a design, go away, come back for the report. It is graded as an interview is.</p>
      {problems.data && <Hand problems={problems.data} />}
      <section className="earlier">
        <h2>Earlier designs</h2>
        {list.data?.length === 0 && <p className="quiet">None yet. Paste one above, or drop a Markdown or text file on it.</p>}
        <ul>{(list.data ?? []).map((d) => (
          <li key={d.id}>
            <Link to={'/designs/' + d.id}>{d.title}</Link>
            <span className="quiet">{d.problem} · {d.level} · {new Date(d.created_at).toLocaleString()}</span>
            <span>{d.status === 'done' ? words(d.overall ?? '') : words(d.status)}</span>
            <button type="button" onClick={() => void remove('/api/designs/' + d.id).finally(list.again)} aria-label={'Delete ' + d.title}>Delete</button>
          </li>
        ))}</ul>
      </section>
    </main>
  )
}

function Hand({ problems }: { problems: Problem[] }) {
  const [problem, setProblem] = useState(problems[0]?.id ?? '')
  const [level, setLevel] = useState<Level>(problems[0]?.level ?? 'L6')
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [error, setError] = useState('')
  const take = async (file: File | undefined) => {
    if (!file) return
    setText(await file.text())
    setTitle((t) => t || file.name.replace(/\.[^.]*$/, ''))
  }
  const submit = async () => {
    setError('')
    try {
      go('/designs/' + (await post<Design>('/api/designs', { problem, level, title, text })).id)
    } catch (e) {
      setError((e as Error).message)
    }
  }
  return (
    <form className="hand" onSubmit={(e) => { e.preventDefault(); void submit() }}>
      <label>Problem
        <select value={problem} onChange={(e) => { setProblem(e.target.value); setLevel(problems.find((p) => p.id === e.target.value)?.level ?? 'L6') }}>
          {problems.map((p) => <option key={p.id} value={p.id}>{p.level} · {p.title}</option>)}
        </select>
      </label>
      <label>Level <select value={level} onChange={(e) => setLevel(e.target.value as Level)}><option>L6</option><option>L7</option></select></label>
      <label>Title <input value={title} onChange={(e) => setTitle(e.target.value)} placeholder="taken from the file or the problem if empty" /></label>
      <label className="text">Design, in Markdown or text
        <textarea rows={14} value={text} onChange={(e) => setText(e.target.value)} data-testid="design-text" placeholder="Paste it here, or drop a file"
          onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); void take(e.dataTransfer.files[0]) }} />
      </label>
      <label>Or choose a file <input type="file" accept=".md,.markdown,.txt,text/plain,text/markdown" onChange={(e) => void take(e.target.files?.[0])} /></label>
      <button type="submit" className="primary" disabled={text.trim() === ''} data-testid="design-submit">Hand it in</button>
      {error && <p role="alert" className="alert">{error}</p>}
    </form>
  )
}
