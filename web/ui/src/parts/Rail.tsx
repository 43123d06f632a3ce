import { useEffect, useState } from 'react'
import { clock, mmss, type Room } from '../lib/room'
import { steps } from '../lib/wire'

/** Rail is the six steps with their clocks. */
export function Rail({ room }: { room: Room }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const total = steps.reduce((sum, s) => sum + clock(room, s.id, now).spent, 0)
  const over = room.status === 'ended' || room.status === 'reported'
  return (
    <nav className="rail" aria-label="Steps">
      <ol>
        {steps.map((s, i) => {
          const { spent, budget } = clock(room, s.id, now)
          const current = s.id === room.step && !over
          const late = spent > budget
          return (
            <li key={s.id} data-testid={'step-' + s.id} aria-current={current ? 'step' : undefined} className={(current ? 'current' : '') + (late ? ' late' : '')}>
              <span className="name"><span className="number">{i + 1}</span> {s.title}</span>
              <span className="time">{mmss(spent)} <span className="quiet">/ {mmss(budget)}</span>{late && <span className="flag"> over</span>}</span>
              <progress max={budget} value={Math.min(spent, budget)} aria-label={s.title + ': time used'} />
            </li>
          )
        })}
      </ol>
      <p className="total"><span>Total</span> <span>{mmss(total)} <span className="quiet">/ {mmss(room.minutes * 60)}</span></span></p>
      {room.status === 'paused' && <p className="flag">Paused: the clock stands.</p>}
    </nav>
  )
}
