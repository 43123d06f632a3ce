// A guide as it is read: its passages in order, cut at headings.
import type { Passage } from './wire'

export interface Section { slug: string; title: string; depth: number }

/** slugOf is a passage's place in its guide. */
export function slugOf(passage: string): string {
  return passage.slice(passage.indexOf('#') + 1)
}

/** sections lists the headings below a guide's title, each once: a long section is several passages. */
export function sections(passages: Passage[]): Section[] {
  const out: Section[] = []
  let before = ''
  for (const p of passages) {
    const path = p.heading.join('\n')
    const title = p.heading.at(-1)
    if (p.heading.length > 1 && path !== before && title !== undefined) {
      out.push({ slug: slugOf(p.passage), title, depth: p.heading.length - 1 })
    }
    before = path
  }
  return out
}
