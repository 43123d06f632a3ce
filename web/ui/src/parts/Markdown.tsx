import { useEffect, useState } from 'react'
import type { Manner, Piece } from '../lib/markdown'
import { Mermaid } from './Mermaid'

/** Markdown shows foreign text. The renderer comes when it is first needed; until then the text stands as it is. */
export function Markdown({ text, manner = 'chat' }: { text: string; manner?: Manner }) {
  const [pieces, setPieces] = useState<Piece[]>()
  useEffect(() => {
    let current = true
    void import('../lib/markdown').then((m) => { if (current) setPieces(m.pieces(text, manner)) })
    return () => { current = false }
  }, [text, manner])
  if (!pieces) return <div className="markdown plain">{text}</div>
  return (
    <div className="markdown">
      {pieces.map((p, i) => p.kind === 'mermaid'
        ? <Mermaid key={i} source={p.source} />
        : <div key={i} dangerouslySetInnerHTML={{ __html: p.html }} />)}
    </div>
  )
}
