// Tips at the moment at which they help. Pure: what is shown follows from the room, the draft and the clock.
import type { Room } from './room'

export interface Tip { id: string; text: string }

/** quietAfter is how long somebody may be silent before they are asked to think aloud, in seconds. */
export const quietAfter = 150

/** tip is what would help now, if anything: at most one, and none that was put away. */
export function tip(room: Room, draft: string, now: number, away: readonly string[]): Tip | undefined {
  if (room.status !== 'running' || room.streaming || room.failure) return undefined
  const found: Tip[] = []
  const mine = room.lines.filter((l) => l.who === 'candidate')
  if (room.step === 'requirements' && room.board.source.trim() !== '' && !mine.some((l) => l.text.includes('?'))) {
    found.push({ id: 'clarify', text: 'You are drawing before you asked anything. What would change your picture if the answer were another one? Ask that first.' })
  }
  const silent = (now + room.skew - room.at) / 1000
  if (room.at > 0 && draft.trim() === '' && silent > quietAfter && room.lines.at(-1)?.who === 'interviewer') {
    found.push({ id: 'aloud-' + room.step, text: 'Think aloud: say what you are weighing, even half a thought. An interviewer can only follow, help and credit what they hear.' })
  }
  return found.find((t) => !away.includes(t.id))
}
