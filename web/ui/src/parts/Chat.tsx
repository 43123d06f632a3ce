import { useEffect, useRef } from 'react'
import type { Room } from '../lib/room'
import type { Command } from '../lib/wire'
import { Citations } from './Citations'
import { Markdown } from './Markdown'
import { Notes } from './Notes'

/** Chat is the conversation, with what is on its way in both directions. */
export function Chat({ room, pending, coaching }: { room: Room; pending: Command[]; coaching: boolean }) {
  const end = useRef<HTMLDivElement>(null)
  const length = room.lines.length + pending.length
  const streamed = room.streaming?.text.length ?? 0
  const sought = useRef(location.hash.match(/^#seq-(\d+)$/)?.[1])
  useEffect(() => {
    // A quote of the report leads here; once it is found the conversation moves as always.
    if (sought.current) {
      const line = document.getElementById('seq-' + sought.current)
      if (!line) return
      sought.current = undefined
      line.scrollIntoView({ block: 'center' })
      line.classList.add('found')
      return
    }
    const box = end.current?.parentElement
    const near = box && box.scrollHeight - box.scrollTop - box.clientHeight < 240
    if (near && !document.querySelector('.found')) end.current?.scrollIntoView({ block: 'end' })
  }, [length, streamed])
  return (
    <div className="chat">
      <div role="log" aria-live="polite" aria-label="Conversation">
        {room.lines.map((line) => line.who === 'note'
          ? (
            <div key={line.seq} className={'note ' + (line.purpose ?? '')} id={'seq-' + line.seq}>
              <span>{line.text}</span>
              {coaching && line.purpose === 'step' && <Notes room={room} before={line.step} />}
            </div>)
          : (
            <article key={line.seq} id={'seq-' + line.seq} className={'bubble ' + line.who + ' ' + (line.purpose ?? '')} data-testid={'message-' + line.who}>
              <header className="quiet">{line.who === 'candidate' ? 'You' : line.purpose === 'nudge' ? 'Interviewer, on time' : 'Interviewer'}</header>
              <Markdown text={line.text} />
              {line.citations && <Citations of={line.citations} />}
            </article>))}
      </div>
      {pending.filter((c) => c.type === 'say').map((c) => (
        <article key={c.id} className="bubble candidate pending">
          <header className="quiet">You · not delivered yet</header>
          <Markdown text={c.text ?? ''} />
        </article>
      ))}
      {room.streaming && (
        <article className="bubble interviewer streaming" aria-hidden="true">
          <header className="quiet">Interviewer</header>
          <div className="markdown plain">{room.streaming.text}</div>
        </article>
      )}
      <div ref={end} />
    </div>
  )
}
