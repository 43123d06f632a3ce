// A written design with the remarks beside it: the text cut at blank lines, never inside a code fence.
import type { Comment } from './wire'

export interface Block { text: string; offset: number; comments: Comment[] }

/** blocks cuts a text and gives each piece the comments whose quote begins in it. */
export function blocks(text: string, comments: Comment[]): Block[] {
  const out: Block[] = []
  let from = 0
  let fenced = false
  let at = 0
  const cut = (to: number) => {
    if (text.slice(from, to).trim() !== '') out.push({ text: text.slice(from, to), offset: from, comments: [] })
    from = to
  }
  for (const line of text.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    if (line.trim() === '' && !fenced) cut(at)
    at += line.length + 1
  }
  cut(text.length)
  for (const c of comments) {
    const block = out.findLast((b) => b.offset <= c.offset) ?? out[0]
    block?.comments.push(c)
  }
  return out
}
