// Finding one's way in the problem bank.
import type { Interview, Level, Problem } from './wire'

export interface Wish { text: string; level: Level | ''; kind: string; fresh: boolean }

export const anything: Wish = { text: '', level: '', kind: '', fresh: false }

/** practised are the problems of which an interview was brought to its report. */
export function practised(interviews: Interview[]): Set<string> {
  return new Set(interviews.filter((iv) => iv.status === 'reported').map((iv) => iv.problem))
}

/** matching are the problems that fit a wish; every word of its text has to be in the title or the id. */
export function matching(problems: Problem[], wish: Wish, done: Set<string>): Problem[] {
  const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean)
  return problems.filter((p) =>
    (wish.level === '' || p.level === wish.level) && (wish.kind === '' || p.kind === wish.kind) && !(wish.fresh && done.has(p.id))
    && words.every((w) => (p.title + ' ' + p.id).toLowerCase().includes(w)))
}

/** nextProblem suggests what to practise after a report: one of the same level and kind that is new, else any that is new. */
export function nextProblem(problems: Problem[], after: string, done: Set<string>): Problem | undefined {
  const was = problems.find((p) => p.id === after)
  const fresh = problems.filter((p) => p.id !== after && !done.has(p.id))
  return fresh.find((p) => p.level === was?.level && p.kind === was?.kind) ?? fresh.find((p) => p.level === was?.level) ?? fresh[0]
}
