import { useEffect, useState } from 'react'
import type { Piece } from '../lib/markdown'
import { Mermaid } from './Mermaid'

/** Markdown shows foreign text. The renderer comes when it is first needed; until then the text stands as it is. */
export function Markdown({ text }: { text: string }) {
  const [pieces, setPieces] = useState<Piece[]>()
  useEffect(() => {
    let current = true
    void import('../lib/markdown').then((m) => { if (current) setPieces(m.pieces(text)) })
    return () => { current = false }
  }, [text])
  if (!pieces) return <div className="markdown plain">{text}</div>
  return (
    <div className="markdown">
      {pieces.map((p, i) => p.kind === 'mermaid'
        ? <Mermaid key={i} source={p.source} />
        : <div key={i} dangerouslySetInnerHTML={{ __html: p.html }} />)}
    </div>
  )
}
