import { useEffect, useState } from 'react'
import { get } from '../lib/api'
import { useLoad } from '../lib/load'
import type { Passage } from '../lib/wire'
import { go } from '../lib/router'
import { sections, slugOf } from '../lib/guide'
import { Link } from '../parts/Link'
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
        <article key={h.passage} className="hit" data-testid="hit"><p className="quiet"><Link to={place(h.passage)}>{h.heading.join(' › ')}</Link></p><Markdown text={h.text} manner="guide" /></article>
      ))}
      {!hits && <ul className="guides">{(guides.data ?? []).map((g) => <li key={g.id}><Link to={'/library/' + encodeURIComponent(g.id)} testid="guide">{g.title}</Link> <span className="quiet">{g.passages} passages</span></li>)}</ul>}
      {guides.data?.length === 0 && <p>The library is empty: run <code>coach ingest</code>.</p>}
    </main>
  )
}

/** place is where a passage is read in its guide. */
function place(passage: string): string {
  const [guide = '', slug = ''] = passage.split('#')
  return '/library/' + encodeURIComponent(guide) + (slug ? '#' + slug : '')
}

/** Guide is a whole guide to read, with its sections as places to link to. */
export function Guide({ id }: { id: string }) {
  const guide = useLoad<{ id: string; passages: Passage[] }>('/api/guides/' + encodeURIComponent(id))
  const passages = guide.data?.passages
  useEffect(() => {
    if (!passages || !location.hash) return
    // The text above grows while its Markdown and diagrams are drawn, so the place is looked up once more.
    const show = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ block: 'start' })
    show()
    const timer = setTimeout(show, 700)
    return () => clearTimeout(timer)
  }, [passages])
  if (guide.error) return <main><p role="alert" className="alert">{guide.error}</p><p><Link to="/library">All guides</Link></p></main>
  if (!passages) return <main><p className="quiet">Loading…</p></main>
  const title = passages[0]?.heading[0] ?? id
  return (
    <main className="guide">
      <p className="quiet"><Link to="/library">Library</Link> › {title}</p>
      <h1 data-testid="guide-title">{title}</h1>
      <details className="contents"><summary>In this guide</summary>
        <ul>{sections(passages).map((s) => <li key={s.slug} style={{ marginLeft: (s.depth - 1) + 'rem' }}><a href={'#' + s.slug} onClick={(e) => { e.preventDefault(); go('/library/' + encodeURIComponent(id) + '#' + s.slug) }}>{s.title}</a></li>)}</ul>
      </details>
      {passages.map((p, i) => {
        const heading = p.heading.at(-1) ?? ''
        const begins = p.heading.length > 1 && p.heading.join('\n') !== passages[i - 1]?.heading.join('\n')
        const Heading = p.heading.length > 2 ? 'h3' : 'h2'
        return (
          <section key={p.passage} id={slugOf(p.passage)}>
            {begins && <Heading>{heading}</Heading>}
            <Markdown text={p.text} manner="guide" />
          </section>
        )
      })}
    </main>
  )
}

export function Rubric() {
  const rubric = useLoad<{ version: string; markdown: string }>('/api/rubric')
  return <main className="rubric">{rubric.error ? <p role="alert">{rubric.error}</p> : rubric.data && <Markdown text={rubric.data.markdown} manner="guide" />}</main>
}
