import { point, polygon } from '../lib/radar'
import { words } from '../lib/wire'

/** Radar draws scores from 0 to 5 on axes; the numbers stand in its labels as well. */
export function Radar({ scores, label, testid }: { scores: { dimension: string; score: number }[]; label: string; testid?: string }) {
  const n = scores.length
  const said = scores.map((s) => `${words(s.dimension)} ${s.score} of 5`).join(', ')
  return (
    <svg viewBox="-70 -10 440 320" className="radar" role="img" aria-label={`${label}: ${said}`} data-testid={testid}>
      {[1, 2, 3, 4, 5].map((ring) => <polygon key={ring} className="ring" points={polygon(scores.map(() => ring / 5), 150, 105)} />)}
      {scores.map((_, i) => { const [x, y] = point(i, n, 1, 150, 105); return <line key={i} className="ring" x1={150} y1={150} x2={x} y2={y} /> })}
      <polygon className="shape" points={polygon(scores.map((s) => s.score / 5), 150, 105)} />
      {scores.map((s, i) => { const [x, y] = point(i, n, s.score / 5, 150, 105); return <circle key={i} className="dot" cx={x} cy={y} r={3.5} /> })}
      {scores.map((s, i) => {
        const [x, y] = point(i, n, 1.17, 150, 105)
        const anchor = x > 160 ? 'start' : x < 140 ? 'end' : 'middle'
        return <text key={i} x={x} y={y + 4} textAnchor={anchor}>{words(s.dimension)} <tspan className="value">{s.score}</tspan></text>
      })}
    </svg>
  )
}
