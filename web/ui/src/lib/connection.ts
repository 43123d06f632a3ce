// A connection to an interview that survives dropped lines: it comes back with the last sequence number it saw, and sends
// again, under the same id, what was never acknowledged. The server takes the same id once.
import type { Command, Frame } from './wire'

export type Link = 'connecting' | 'open' | 'waiting' | 'gone'

/** What the connection needs of a websocket; the browser's own is one. */
export interface Socket {
  send(data: string): void
  close(): void
  onopen: ((ev: never) => void) | null
  onmessage: ((ev: { data: string }) => void) | null
  onclose: ((ev: { code: number }) => void) | null
}

export interface Options {
  open: (after: number) => Socket
  frame: (frame: Frame) => void
  link: (link: Link) => void
  pending: (commands: Command[]) => void
  wait?: (ms: number, then: () => void) => () => void
  random?: () => number
}

const longest = 15_000

/** delay is how long to wait before the nth try: doubling from half a second, with jitter so that tabs don't come together. */
export function delay(attempt: number, random: number): number {
  return Math.min(longest, 500 * 2 ** attempt) * (0.5 + random / 2)
}

export class Connection {
  private socket?: Socket
  private last = 0
  private attempt = 0
  private closed = false
  private outbox: Command[] = []
  private cancelWait?: () => void

  constructor(private readonly options: Options) {
    this.connect()
  }

  /** send keeps a command until the server has acknowledged it. */
  send(command: Command) {
    // Of the whiteboard only its newest state is worth sending.
    this.outbox = [...this.outbox.filter((c) => command.type !== 'board' || c.type !== 'board'), command]
    this.options.pending(this.outbox)
    this.transmit(command)
  }

  /** now tries at once, for a button or a browser that says it is online again. */
  now() {
    if (this.closed || this.socket) return
    this.cancelWait?.()
    this.attempt = 0
    this.connect()
  }

  close() {
    this.closed = true
    this.cancelWait?.()
    this.socket?.close()
  }

  private ready = false

  private transmit(command: Command) {
    if (this.ready) this.socket?.send(JSON.stringify(command))
  }

  private connect() {
    this.options.link('connecting')
    const socket = this.options.open(this.last)
    this.socket = socket
    socket.onmessage = (message) => this.receive(JSON.parse(message.data) as Frame)
    socket.onclose = () => this.lost(socket)
  }

  private receive(frame: Frame) {
    if (frame.type === 'hello') {
      this.attempt = 0
      this.ready = true
      this.options.link('open')
      for (const command of this.outbox) this.transmit(command)
    }
    if (frame.type === 'event') {
      if (frame.seq <= this.last) return
      this.last = frame.seq
    }
    if (frame.type === 'ack' || (frame.type === 'error' && frame.id && frame.code !== 'internal' && frame.code !== 'unavailable')) {
      this.outbox = this.outbox.filter((c) => c.id !== frame.id)
      this.options.pending(this.outbox)
    }
    this.options.frame(frame)
  }

  private lost(socket: Socket) {
    if (this.socket !== socket) return
    this.socket = undefined
    this.ready = false
    if (this.closed) return
    this.options.link(this.attempt > 3 ? 'gone' : 'waiting')
    const wait = this.options.wait ?? ((ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    })
    this.cancelWait = wait(delay(this.attempt++, (this.options.random ?? Math.random)()), () => this.connect())
  }
}

/** browserSocket opens the real thing. */
export function browserSocket(id: string) {
  return (after: number): Socket => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
    return new WebSocket(`${scheme}//${location.host}/api/interviews/${encodeURIComponent(id)}/ws?after=${after}`, 'coach.v1') as unknown as Socket
  }
}

/** uuid is an id for a message. randomUUID is there only on secure origins, and self-hosters use plain ones. */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
}
