import { useEffect, useState } from 'react'
import { get } from '../lib/api'
import { useLoad } from '../lib/load'
import type { Passage } from '../lib/wire'
import { Markdown } from '../parts/Markdown'

interface Guide { id: string; title: string; passages: number }
type Hit = Passage & { score: number }

export function Library() {
  const guides = useLoad<Guide[]>('/api/guides')
  const [query, setQuery] = useState('')
  const [hits, setHits] = useState<Hit[]>()
  const [error, setError] = useState('')
  useEffect(() => {
    if (query.trim() === '') { setHits(undefined); return }
    let current = true
    const timer = setTimeout(() => {
      get<{ hits: Hit[] }>('/api/search?k=8&q=' + encodeURIComponent(query)).then(
        (r) => { if (current) { setHits(r.hits); setError('') } }, (e: Error) => { if (current) setError(e.message) })
    }, 200)
    return () => { current = false; clearTimeout(timer) }
  }, [query])
  return (
    <main className="library">
      <h1>Library</h1>
      <label>Search the study guides <input type="search" value={query} onChange={(e) => setQuery(e.target.value)} placeholder="hot key, blast radius, DLQ…" data-testid="search" /></label>
      {error && <p role="alert" className="alert">{error}</p>}
      {hits && hits.length === 0 && <p className="quiet">Nothing found. Try other words.</p>}
      {hits?.map((h) => (
        <article key={h.passage} className="hit" data-testid="hit"><p className="quiet">{h.heading.join(' › ')}</p><Markdown text={h.text} manner="guide" /></article>
      ))}
      {!hits && <ul className="guides">{(guides.data ?? []).map((g) => <li key={g.id}><button type="button" className="link" onClick={() => setQuery(g.title)}>{g.title}</button> <span className="quiet">{g.passages} passages</span></li>)}</ul>}
      {guides.data?.length === 0 && <p>The library is empty: run <code>coach ingest</code>.</p>}
    </main>
  )
}

export function Rubric() {
  const rubric = useLoad<{ version: string; markdown: string }>('/api/rubric')
  return <main className="rubric">{rubric.error ? <p role="alert">{rubric.error}</p> : rubric.data && <Markdown text={rubric.data.markdown} manner="guide" />}</main>
}
