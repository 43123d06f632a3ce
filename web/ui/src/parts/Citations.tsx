import { useState } from 'react'
import type { Citation } from '../lib/wire'
import { PassageSheet } from './PassageSheet'

/** Citations are the passages behind a text, each a button that opens it. */
export function Citations({ of }: { of: Citation[] }) {
  const [open, setOpen] = useState<Citation>()
  if (of.length === 0) return null
  return (
    <p className="citations">
      {of.map((c) => (
        <button type="button" key={c.passage} className="chip" onClick={() => setOpen(c)} data-testid="citation">
          {c.heading?.at(-1) ?? c.passage}
        </button>
      ))}
      {open && <PassageSheet citation={open} close={() => setOpen(undefined)} />}
    </p>
  )
}
