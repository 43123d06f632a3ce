import { useEffect, useState } from 'react'
import { get } from '../lib/api'
import { leadership, technical, words, type Interview, type Report } from '../lib/wire'

const most = 12

/** Progress draws each dimension over a person's interviews, oldest first. With fewer than two there is nothing to see. */
export function Progress({ interviews }: { interviews: Interview[] }) {
  const done = interviews.filter((iv) => iv.status === 'reported').slice(0, most).reverse()
  const key = done.map((iv) => iv.id).join()
  const [reports, setReports] = useState<Report[]>([])
  useEffect(() => {
    let current = true
    const ids = key === '' ? [] : key.split(',')
    void Promise.allSettled(ids.map((id) => get<Report>(`/api/interviews/${id}/report`))).then((all) => {
      if (current) setReports(all.flatMap((r) => r.status === 'fulfilled' ? [r.value] : []))
    })
    return () => { current = false }
  }, [key])
  if (reports.length < 2) return null
  return (
    <section className="progress" data-testid="progress">
      <h2>How your scores moved</h2>
      <p className="quiet">Your last {reports.length} interviews, oldest first.</p>
      <ul>{[...technical, ...leadership].map((d) => <Line key={d} dimension={d} scores={reports.map((r) => r.scores.find((s) => s.dimension === d)?.score ?? 0)} />)}</ul>
    </section>
  )
}

function Line({ dimension, scores }: { dimension: string; scores: number[] }) {
  const x = (i: number) => 4 + (i * 112) / Math.max(1, scores.length - 1)
  const y = (s: number) => 28 - s * 5
  const first = scores[0] ?? 0
  const last = scores.at(-1) ?? 0
  const sign = last > first ? '▲' : last < first ? '▼' : '–'
  return (
    <li>
      <span className="name">{words(dimension)}</span>
      <svg viewBox="0 0 120 32" role="img" aria-label={`${words(dimension)}: ${scores.join(', ')}`}>
        <line x1="4" x2="116" y1={y(0)} y2={y(0)} className="ring" />
        <line x1="4" x2="116" y1={y(5)} y2={y(5)} className="ring" />
        <polyline points={scores.map((s, i) => `${x(i)},${y(s)}`).join(' ')} />
        <circle cx={x(scores.length - 1)} cy={y(last)} r="2.5" />
      </svg>
      <b>{last}</b> <span className="quiet" aria-hidden="true">{sign}</span>
    </li>
  )
}
