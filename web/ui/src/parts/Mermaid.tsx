import { useEffect, useId, useState } from 'react'

let drawing: Promise<unknown> = Promise.resolve()

/** draw renders one drawing after another: Mermaid cannot do two at once. */
function draw(id: string, source: string): Promise<string> {
  const next = drawing.catch(() => undefined).then(async () => {
    const { default: mermaid } = await import('mermaid')
    const dark = matchMedia('(prefers-color-scheme: dark)').matches
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: dark ? 'dark' : 'neutral', suppressErrorRendering: true, maxTextSize: 20_000, htmlLabels: false, flowchart: { htmlLabels: false } })
    const { svg } = await mermaid.render(id, source)
    return svg
  })
  drawing = next
  return next
}

/** Mermaid draws a source. While it cannot be read the last good drawing stays, and a line says what is wrong. */
export function Mermaid({ source, testid }: { source: string; testid?: string }) {
  const id = 'm' + useId().replace(/[^a-zA-Z0-9]/g, '')
  const [svg, setSvg] = useState('')
  const [fault, setFault] = useState('')
  useEffect(() => {
    let current = true
    if (source.trim() === '') {
      setSvg('')
      setFault('')
      return
    }
    draw(id, source).then(
      (s) => { if (current) { setSvg(s); setFault('') } },
      (e: Error) => { if (current) setFault(e.message.split('\n').slice(0, 3).join(' ')) },
    )
    return () => { current = false }
  }, [id, source])
  return (
    <div className="drawing" data-testid={testid}>
      {/* Mermaid's strict mode sanitises what it draws; labels are text. */}
      {svg !== '' && <div role="img" aria-label="Diagram" dangerouslySetInnerHTML={{ __html: svg }} />}
      {fault !== '' && <p className="quiet">{svg === '' ? <code>{source}</code> : 'The drawing stays as it was.'} {fault}</p>}
    </div>
  )
}
