import type { Room } from '../lib/room'
import { stepTitle, steps, type Step } from '../lib/wire'

/** Notes are what the interviewer noted of the step before the one that begins. */
export function Notes({ room, before }: { room: Room; before: Step }) {
  const i = steps.findIndex((s) => s.id === before)
  const step = steps[i - 1]?.id
  const notes = step && room.notes[step]
  if (!step || !notes) return null
  return (
    <details className="notes" open>
      <summary>Feedback on {stepTitle(step).toLowerCase()}</summary>
      <p>{notes.feedback}</p>
      {notes.covered.length > 0 && <><h4>Covered</h4><ul>{notes.covered.map((c) => <li key={c}>✓ {c}</li>)}</ul></>}
      {notes.missed.length > 0 && <><h4>Missed</h4><ul>{notes.missed.map((c) => <li key={c}>✗ {c}</li>)}</ul></>}
    </details>
  )
}
