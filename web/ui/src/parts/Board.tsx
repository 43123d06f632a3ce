import { useEffect, useRef, useState } from 'react'
import { Mermaid } from './Mermaid'

const example = 'flowchart LR\n  U[Browser] --> LB[Load balancer]\n  LB --> S[Service]\n  S --> D[(Store)]'

/** Board is the whiteboard: a Mermaid source and its drawing. What is written is sent a moment after the last key. */
export function Board({ seq, source, send, closed }: { seq: number; source: string; send: (source: string) => void; closed: boolean }) {
  const [text, setText] = useState(source)
  const sent = useRef(source)
  useEffect(() => {
    // Another tab, or the log after a reload, has a newer board; what is being written here is not thrown away.
    if (source !== sent.current) {
      setText((mine) => (mine === sent.current ? source : mine))
      sent.current = source
    }
  }, [seq, source])
  const flush = (value: string) => {
    if (value === sent.current || closed) return
    sent.current = value
    send(value)
  }
  useEffect(() => {
    const timer = setTimeout(() => flush(text), 800)
    return () => clearTimeout(timer)
  })
  const [drawn, setDrawn] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setDrawn(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <section className="board" aria-label="Whiteboard">
      <Mermaid source={drawn} testid="board-drawing" />
      {drawn.trim() === '' && (
        <p className="quiet empty">Draw here in Mermaid; the interviewer sees it.{' '}
          {!closed && <button type="button" className="link" onClick={() => setText(example)}>Begin with an example</button>}
        </p>
      )}
      <label>
        <span className="quiet">Mermaid source</span>
        <textarea data-testid="board-source" value={text} spellCheck={false} readOnly={closed} rows={8}
          onChange={(e) => setText(e.target.value)} onBlur={() => flush(text)} placeholder="flowchart LR" />
      </label>
    </section>
  )
}
