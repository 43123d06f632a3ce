import { useEffect, useRef } from 'react'
import { slugOf } from '../lib/guide'
import { useLoad } from '../lib/load'
import type { Citation, Passage } from '../lib/wire'
import { Markdown } from './Markdown'

/** PassageSheet shows a cited passage beside what it stands behind. */
export function PassageSheet({ citation, close }: { citation: Citation; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { data, error } = useLoad<Passage>('/api/passages?id=' + encodeURIComponent(citation.passage))
  useEffect(() => { dialog.current?.showModal() }, [])
  return (
    <dialog ref={dialog} className="sheet" onClose={close} onClick={(e) => { if (e.target === dialog.current) dialog.current?.close() }}>
      <header>
        <p className="quiet">{(data?.heading ?? citation.heading ?? []).join(' › ')}</p>
        <button type="button" onClick={() => dialog.current?.close()} aria-label="Close">✕</button>
      </header>
      {error && <p>This passage is no longer in the library. It was cited as “{(citation.heading ?? []).join(' › ') || citation.passage}”.</p>}
      {data && <Markdown text={data.text} manner="guide" />}
      <footer className="quiet"><code>{citation.passage}</code>{data && <> · <a href={'/library/' + encodeURIComponent(data.guide) + '#' + slugOf(data.passage)} target="_blank" rel="noreferrer">Read it in its guide</a></>}</footer>
    </dialog>
  )
}
