// The state of an interview room: a fold over the frames that the server sends, pure, so that it can be tested and a
// reload gives the same as having been there.
import { steps, type Citation, type Frame, type Interview, type Recorded, type Step } from './wire'

export interface Line {
  seq: number
  who: 'candidate' | 'interviewer' | 'note'
  text: string
  step: Step
  purpose?: string
  citations?: Citation[]
}

export interface StepNotes { covered: string[]; missed: string[]; feedback: string }

export interface Room {
  interview?: Interview
  last: number
  step: Step
  status: Interview['status']
  minutes: number
  lines: Line[]
  streaming?: { re: number; text: string }
  board: { seq: number; source: string }
  failure?: string
  notes: Partial<Record<Step, StepNotes>>
  spent: Partial<Record<Step, number>> // seconds of each step up to `at`
  at: number // time of the last event, ms
  skew: number // the server's clock less ours, ms
  overall?: string
}

export const empty: Room = {
  last: 0, step: 'requirements', status: 'running', minutes: 60, lines: [], board: { seq: 0, source: '' }, notes: {}, spent: {}, at: 0, skew: 0,
}

/** receive folds one frame. Events that were seen before change nothing. */
export function receive(room: Room, frame: Frame, now: number = Date.now()): Room {
  switch (frame.type) {
    case 'hello':
      return { ...room, interview: frame.interview, minutes: frame.interview.minutes, skew: Date.parse(frame.now) - now }
    case 'delta': {
      const before = room.streaming?.re === frame.re ? room.streaming.text : ''
      return { ...room, streaming: { re: frame.re, text: before + frame.text } }
    }
    case 'event':
      return frame.seq <= room.last ? room : apply(room, frame)
    default:
      return room
  }
}

function apply(room: Room, { seq, at, event }: Recorded): Room {
  const time = Date.parse(at)
  const next: Room = { ...room, last: seq, spent: { ...room.spent }, at: time }
  if (room.status === 'running' && room.at > 0) {
    next.spent[room.step] = (room.spent[room.step] ?? 0) + Math.max(0, time - room.at) / 1000
  }
  const add = (line: Omit<Line, 'seq' | 'step'>, step: Step = next.step) => {
    next.lines = [...room.lines, { seq, step, ...line }]
  }
  switch (event.kind) {
    case 'started':
      next.minutes = event.minutes
      next.status = 'running'
      break
    case 'step_entered':
      next.step = event.step
      next.streaming = undefined
      add({ who: 'note', text: event.reason === 'time' ? 'Time is over: ' + title(event.step) : title(event.step), purpose: 'step' })
      break
    case 'candidate_said':
      add({ who: 'candidate', text: event.text })
      next.failure = undefined
      break
    case 'interviewer_said':
      add({ who: 'interviewer', text: event.text, purpose: event.purpose, citations: event.citations ?? [] }, event.step)
      if (event.purpose !== 'nudge') next.streaming = undefined
      break
    case 'requirement_changed':
      add({ who: 'interviewer', text: event.text, purpose: 'change' })
      break
    case 'board_changed':
      next.board = { seq, source: event.format === 'mermaid' ? event.source : room.board.source }
      break
    case 'hint_given':
      add({ who: 'note', text: 'You asked for a hint.' })
      break
    case 'model_failed':
      next.failure = event.message
      next.streaming = undefined
      break
    case 'retry_asked':
      next.failure = undefined
      break
    case 'paused':
      next.status = 'paused'
      break
    case 'resumed':
      next.status = 'running'
      break
    case 'step_assessed':
      next.notes = { ...room.notes, [event.step]: { covered: event.covered, missed: event.missed, feedback: event.feedback } }
      break
    case 'ended':
      next.status = 'ended'
      next.streaming = undefined
      add({ who: 'note', text: 'The interview is over.' })
      break
    case 'reported':
      next.status = 'reported'
      next.overall = event.overall
      break
  }
  return next
}

function title(step: Step): string {
  return steps.find((s) => s.id === step)?.title ?? step
}

/** clock says how many seconds a step has used, now, and how many it has. */
export function clock(room: Room, step: Step, now: number = Date.now()): { spent: number; budget: number } {
  const minutes = steps.find((s) => s.id === step)?.minutes ?? 0
  let spent = room.spent[step] ?? 0
  if (room.status === 'running' && step === room.step && room.at > 0) {
    spent += Math.max(0, now + room.skew - room.at) / 1000
  }
  return { spent, budget: minutes * room.minutes }
}

/** mmss writes seconds as a clock does. */
export function mmss(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  return Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0')
}
