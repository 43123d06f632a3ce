// The shapes of the HTTP API and the websocket, as the server's contract fixes them.

export const steps = [
  { id: 'requirements', title: 'Requirements', minutes: 5 },
  { id: 'capacity', title: 'Capacity', minutes: 5 },
  { id: 'high_level_design', title: 'High-level design', minutes: 15 },
  { id: 'detailed_design', title: 'Detailed design', minutes: 20 },
  { id: 'scale_and_optimize', title: 'Scale & optimize', minutes: 10 },
  { id: 'trade_offs', title: 'Trade-offs', minutes: 5 },
] as const

export type Step = (typeof steps)[number]['id']
export type Level = 'L6' | 'L7'
export type Mode = 'realistic' | 'coaching'
export type Status = 'running' | 'paused' | 'ended' | 'reported'

export const technical = ['scale', 'reliability', 'performance', 'cost', 'security', 'operability'] as const
export const leadership = ['customer_obsession', 'are_right_a_lot', 'bias_for_action', 'frugality', 'think_big'] as const

export interface Problem { id: string; title: string; level: Level; kind: string; prompt?: string }

export interface Interview {
  id: string; problem: string; title: string; level: Level; minutes: number; mode: Mode
  step: Step; status: Status; last_seq: number; created_at: string; overall?: string
}

export interface Citation { passage: string; heading: string[] }
export interface Passage { passage: string; guide: string; heading: string[]; text: string }

export type CoachEvent =
  | { kind: 'started'; problem: string; level: Level; minutes: number; mode: Mode }
  | { kind: 'step_entered'; step: Step; reason: 'start' | 'asked' | 'time' }
  | { kind: 'candidate_said'; id?: string; text: string }
  | { kind: 'board_changed'; id?: string; format: string; source: string }
  | { kind: 'interviewer_said'; text: string; step: Step; purpose: string; re: number; citations: Citation[] | null }
  | { kind: 'requirement_changed'; text: string }
  | { kind: 'hint_given' }
  | { kind: 'model_failed'; message: string }
  | { kind: 'retry_asked' }
  | { kind: 'paused' }
  | { kind: 'resumed' }
  | { kind: 'step_assessed'; step: Step; covered: string[]; missed: string[]; feedback: string }
  | { kind: 'ended'; reason: string }
  | { kind: 'reported'; overall: string }

export interface Recorded { seq: number; at: string; event: CoachEvent }

export type Frame =
  | { type: 'hello'; interview: Interview; now: string }
  | { type: 'ack'; id: string; seq: number }
  | ({ type: 'event' } & Recorded)
  | { type: 'delta'; re: number; text: string }
  | { type: 'error'; id?: string; code: string; message: string }

export interface Command { type: string; id: string; text?: string; format?: string; source?: string }

/** Comment is a remark in the margin; offset counts UTF-16 units, as strings here do. */
export interface Comment { quote: string; seq: number; offset: number; dimension: string; kind: 'good' | 'missing'; text: string; passage?: string }

export interface Changes {
  previous: string; before: string; after: string
  better: { dimension: string; before: number; after: number }[]; worse: { dimension: string; before: number; after: number }[]
  closed: { dimension: string; text: string }[]; open: { dimension: string; text: string }[]; new: { dimension: string; text: string }[]
}

export interface Score {
  dimension: string; score: number; evidence: { quote: string; seq: number }[]; citations: Citation[]; missing: string[]; advice: string
  not_judged?: boolean; next?: { score: number; text: string }; strong?: string[]; confidence?: { spread: number; samples: number }
}

export interface Report {
  id: string; kind: 'interview' | 'design'; problem: string; level: Level; model: string; created_at: string
  scores: Score[]
  overall: string; summary: string
  gates?: { gate: string; dimension?: string; at: string; why: string; quote?: string; decided: boolean }[]
  bars?: { level: Level; overall: string; met: string[]; short: string[] }[]
  comments?: Comment[]
  changes?: Changes
  change?: {
    text: string; seq: number; right: boolean; quote?: string; quote_seq: number; moved: { point: string; quote: string; seq: number }[]
    left_alone: string[]; kept: string[]; expected: string; verdict: string
  }
  checklist: { item: string; covered: boolean; quote?: string }[]
  red_flags: { dimension: string; flag: string; quote?: string }[]
  arithmetic: { quote: string; claimed: string; computed: string; ok: boolean; why?: string }[]
  steps: { step: Step; seconds: number; budget_seconds: number; covered: string[]; missed: string[]; feedback: string }[]
  moments: { quote: string; seq: number; effect: 'raised' | 'lowered'; dimension: string; why: string }[]
  study: { passage: string; heading?: string[]; why: string }[]
  usage?: Use[]
  provenance: { rubric: string; prompts: string; guides: string; grader: string; unsupported: number; not_assessed?: string[]; models?: { model: string; turns?: number; steps?: number; graded?: boolean }[] }
}

/** Use is what one model took for one kind of task. */
export interface Use {
  model: string; task: string; calls: number; failed?: number; input_tokens: number; output_tokens: number; estimated?: boolean
  streamed?: number; first_token_ms?: number; seconds: number; usd: number; unpriced?: boolean
}

export interface Design {
  id: string; status: 'queued' | 'running' | 'done' | 'failed'; problem: string; level: Level; title: string
  created_at: string; overall?: string; error: string; text?: string; report: Report | null
  description?: string; previous?: string
  progress?: { attempt: number; cancelled: boolean; can_cancel: boolean; can_retry: boolean; text: string }
}

/** weakest returns the n lowest scores that come with advice, lowest first; a full score needs none. */
export function weakest(scores: Score[], n: number): Score[] {
  return scores.filter((s) => s.score < 5 && !s.not_judged && s.advice !== '').sort((a, b) => a.score - b.score).slice(0, n)
}

/** words makes a name of an id: are_right_a_lot → Are right, a lot. */
export function words(id: string): string {
  if (id === 'are_right_a_lot') return 'Are right, a lot'
  if (id === 'api_contracts') return 'API contracts'
  const text = id.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function stepTitle(step: string): string {
  return steps.find((s) => s.id === step)?.title ?? words(step)
}
