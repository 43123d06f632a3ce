// Markdown of candidates, models and guides is foreign text: raw HTML is off in the parser, and what it gives is cleaned
// once more. Mermaid fences are taken out and drawn by themselves.
import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

// In a conversation a line's end is meant; a guide's lines are only wrapped.
const parsers = { chat: new MarkdownIt({ html: false, breaks: true }), guide: new MarkdownIt({ html: false, breaks: false }) }

export type Manner = keyof typeof parsers

export type Piece = { kind: 'html'; html: string } | { kind: 'mermaid'; source: string }

const allowed = {
  ALLOWED_TAGS: ['p', 'br', 'hr', 'em', 'strong', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ALLOWED_ATTR: ['href', 'start', 'class'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|\/(?!\/))/i,
}

/** clean makes HTML harmless; links open elsewhere and tell nobody where they come from. */
export function clean(html: string): string {
  const safe = DOMPurify.sanitize(html, { ...allowed, RETURN_DOM_FRAGMENT: true })
  for (const link of safe.querySelectorAll('a')) {
    link.setAttribute('rel', 'noopener noreferrer nofollow')
    link.setAttribute('target', '_blank')
  }
  const box = document.createElement('div')
  box.append(safe)
  return box.innerHTML
}

/** pieces cuts a text into cleaned HTML and drawings, in order. */
export function pieces(text: string, manner: Manner = 'chat'): Piece[] {
  const parser = parsers[manner]
  const out: Piece[] = []
  const tokens = parser.parse(text, {})
  let run: typeof tokens = []
  const flush = () => {
    if (run.length > 0) out.push({ kind: 'html', html: clean(parser.renderer.render(run, parser.options, {})) })
    run = []
  }
  for (const token of tokens) {
    if (token.type === 'fence' && token.level === 0 && token.info.trim() === 'mermaid') {
      flush()
      out.push({ kind: 'mermaid', source: token.content })
    } else {
      run.push(token)
    }
  }
  flush()
  return out
}
