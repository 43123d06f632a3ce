import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { browserSocket, Connection, uuid, type Link as LineState } from '../lib/connection'
import { empty, receive, type Room } from '../lib/room'
import { steps, words, type Command, type Frame } from '../lib/wire'
import { Board } from '../parts/Board'
import { Chat } from '../parts/Chat'
import { Link } from '../parts/Link'
import { Rail } from '../parts/Rail'
import { tip } from '../lib/tips'

const lines: Record<LineState, string> = {
  connecting: 'Connecting…', open: '', waiting: 'The line dropped. Connecting again…',
  gone: 'The server is gone. Your words are kept here and sent when it is back.',
}

/** Interview is the room in which an interview takes place. */
export function Interview({ id }: { id: string }) {
  const [room, fold] = useReducer((r: Room, f: Frame) => receive(r, f), empty)
  const [line, setLine] = useState<LineState>('connecting')
  const [pending, setPending] = useState<Command[]>([])
  const [refused, setRefused] = useState('')
  const [missing, setMissing] = useState(false)
  const connection = useRef<Connection>(undefined)
  const seen = useRef(false)
  useEffect(() => {
    const c = new Connection({
      open: browserSocket(id), link: setLine, pending: setPending,
      frame: (f) => {
        if (f.type === 'hello') seen.current = true
        if (f.type === 'error') setRefused(f.message)
        fold(f)
      },
    })
    connection.current = c
    const online = () => c.now()
    addEventListener('online', online)
    return () => { removeEventListener('online', online); c.close() }
  }, [id])
  useEffect(() => {
    // A websocket does not say why it was refused: ask whether the interview is there at all.
    if (line !== 'waiting' || seen.current) return
    void fetch('/api/interviews/' + encodeURIComponent(id)).then((r) => { if (r.status === 404) { connection.current?.close(); setMissing(true) } }, () => undefined)
  }, [line, id])
  const send = useCallback((type: string, more: Partial<Command> = {}) => {
    setRefused('')
    connection.current?.send({ type, id: uuid(), ...more })
  }, [])
  if (missing) return <main><h1>There is no such interview</h1><p>It may have been deleted. <Link to="/">Start another.</Link></p></main>
  const over = room.status === 'ended' || room.status === 'reported'
  return (
    <main className="room">
      <h1 className="hidden">{room.interview?.problem ?? 'Interview'}</h1>
      <Rail room={room} />
      <section className="talk" aria-label="Interview">
        <p className={'line ' + line} role="status" data-testid="connection" data-state={line}>
          {lines[line]} {(line === 'waiting' || line === 'gone') && <button type="button" onClick={() => connection.current?.now()}>Try now</button>}
        </p>
        <Chat room={room} pending={pending} coaching={room.interview?.mode === 'coaching'} />
        {room.failure && (
          <p role="alert" className="alert">{room.failure} <button type="button" onClick={() => send('retry')} data-testid="retry">Retry</button></p>
        )}
        {refused && <p role="alert" className="alert">{refused}</p>}
        {over ? <Over id={id} room={room} /> : <Composer room={room} send={send} />}
      </section>
      <Board key={id} seq={room.board.seq} source={room.board.source} closed={over} send={(source) => send('board', { format: 'mermaid', source })} />
    </main>
  )
}

function Over({ id, room }: { id: string; room: Room }) {
  if (room.status !== 'reported') return <p className="over" role="status">The report is being drawn…</p>
  return (
    <p className="over" role="status">
      <strong>{words(room.overall ?? '')}.</strong> <Link to={`/interviews/${id}/report`} className="primary" testid="report-link">Read the report</Link>
    </p>
  )
}

function Composer({ room, send }: { room: Room; send: (type: string, more?: Partial<Command>) => void }) {
  const key = 'draft-' + (room.interview?.id ?? '')
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const [ending, setEnding] = useState(false)
  useEffect(() => { sessionStorage.setItem(key, text) }, [key, text])
  const say = () => {
    if (text.trim() === '') return
    send('say', { text })
    setText('')
  }
  const last = room.step === steps.at(-1)!.id
  const [away, setAway] = useState<string[]>([])
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000)
    return () => clearInterval(timer)
  }, [])
  const shown = tip(room, text, now, away)
  return (
    <form className="composer" onSubmit={(e) => { e.preventDefault(); say() }}>
      {shown && <p className="tip" role="status" data-testid="tip">{shown.text} <button type="button" onClick={() => setAway([...away, shown.id])} aria-label="Put this tip away">✕</button></p>}
      <label className="hidden" htmlFor="words">Your words</label>
      <textarea id="words" data-testid="composer" value={text} rows={3} placeholder="Think aloud, ask, answer… (Enter sends, Shift+Enter for a new line)"
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => { if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) { e.preventDefault(); say() } }} />
      <div className="buttons">
        <button type="submit" className="primary" data-testid="send" disabled={text.trim() === ''}>Send</button>
        <button type="button" onClick={() => send('hint')} data-testid="hint">Hint</button>
        {room.status === 'paused'
          ? <button type="button" onClick={() => send('resume')} data-testid="pause">Go on</button>
          : <button type="button" onClick={() => send('pause')} data-testid="pause">Pause</button>}
        <button type="button" onClick={() => send('next_step')} data-testid="next-step">{last ? 'Finish' : 'Next step'}</button>
        {ending
          ? <span className="sure">End now? <button type="button" className="danger" onClick={() => send('end')} data-testid="end-confirm">End it</button> <button type="button" onClick={() => setEnding(false)}>Not yet</button></span>
          : <button type="button" onClick={() => setEnding(true)} data-testid="end">End</button>}
      </div>
    </form>
  )
}
