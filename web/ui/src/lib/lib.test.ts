// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { Connection, delay, type Link, type Socket } from './connection'
import { clean, pieces } from './markdown'
import { point, polygon } from './radar'
import { clock, empty, mmss, receive, type Room } from './room'
import type { CoachEvent, Command, Frame } from './wire'
import { anything, matching, nextProblem, practised } from './bank'
import { sections } from './guide'
import { blocks } from './margin'
import { quietAfter, tip } from './tips'
import { weakest, type Interview, type Problem } from './wire'

const start = Date.parse('2026-01-02T09:00:00Z')

function event(seq: number, seconds: number, e: CoachEvent): Frame {
  return { type: 'event', seq, at: new Date(start + seconds * 1000).toISOString(), event: e }
}

function fold(...frames: Frame[]): Room {
  return frames.reduce((room, f) => receive(room, f, start), empty)
}

const opened: Frame[] = [
  event(1, 0, { kind: 'started', problem: 'p', level: 'L6', minutes: 60, mode: 'realistic' }),
  event(2, 0, { kind: 'step_entered', step: 'requirements', reason: 'start' }),
]

describe('a room', () => {
  it('replaces the pieces of a reply by the whole', () => {
    const writing = fold(...opened, { type: 'delta', re: 2, text: 'Good ' }, { type: 'delta', re: 2, text: 'to meet' })
    expect(writing.streaming?.text).toBe('Good to meet')
    const whole = receive(writing, event(3, 1, { kind: 'interviewer_said', text: 'Good to meet you.', step: 'requirements', purpose: 'opening', re: 2, citations: [] }))
    expect(whole.streaming).toBeUndefined()
    expect(whole.lines.at(-1)?.text).toBe('Good to meet you.')
  })
  it('begins anew with the pieces of another reply', () => {
    expect(fold({ type: 'delta', re: 2, text: 'old' }, { type: 'delta', re: 5, text: 'new' }).streaming?.text).toBe('new')
  })
  it('changes nothing when an event comes twice', () => {
    const once = fold(...opened)
    expect(receive(once, opened[1]!)).toBe(once)
  })
  it('forgets a broken reply and keeps the failure until a retry', () => {
    const failed = fold(...opened, { type: 'delta', re: 2, text: 'Goo' }, event(3, 1, { kind: 'model_failed', message: 'Retry.' }))
    expect([failed.streaming, failed.failure]).toEqual([undefined, 'Retry.'])
    expect(receive(failed, event(4, 2, { kind: 'retry_asked' })).failure).toBeUndefined()
  })
  it('counts running time and leaves pauses out', () => {
    const room = fold(...opened, event(3, 60, { kind: 'paused' }), event(4, 600, { kind: 'resumed' }))
    expect(clock(room, 'requirements', start + 630_000)).toEqual({ spent: 90, budget: 300 })
    expect(clock(fold(...opened, event(3, 60, { kind: 'paused' })), 'requirements', start + 9_000_000).spent).toBe(60)
  })
  it('keeps the time of a step that is over', () => {
    const room = fold(...opened, event(3, 100, { kind: 'step_entered', step: 'capacity', reason: 'asked' }))
    expect(clock(room, 'requirements', start + 500_000).spent).toBe(100)
    expect(clock(room, 'capacity', start + 130_000).spent).toBe(30)
  })
  it('corrects a clock that is off', () => {
    const interview = { id: 'x', problem: 'p', title: 'P', level: 'L6', minutes: 60, mode: 'realistic', step: 'requirements', status: 'running', last_seq: 2, created_at: '' } as const
    const room = receive(fold(...opened), { type: 'hello', interview, now: new Date(start).toISOString() }, start + 3_600_000)
    expect(clock(room, 'requirements', start + 3_610_000).spent).toBe(10)
  })
  it('writes clocks', () => {
    expect([mmss(0), mmss(61.9), mmss(-3), mmss(4500)]).toEqual(['0:00', '1:01', '0:00', '75:00'])
  })
})

class Fake implements Socket {
  sent: Command[] = []
  onopen = null
  onmessage: ((ev: { data: string }) => void) | null = null
  onclose: ((ev: { code: number }) => void) | null = null
  constructor(readonly after: number) {}
  send(data: string) { this.sent.push(JSON.parse(data) as Command) }
  close() { this.onclose?.({ code: 1000 }) }
  get(frame: unknown) { this.onmessage?.({ data: JSON.stringify(frame) }) }
}

function connect() {
  const sockets: Fake[] = []
  const links: Link[] = []
  const frames: Frame[] = []
  let waiting: (() => void) | undefined
  let pending: Command[] = []
  const connection = new Connection({
    open: (after) => { const s = new Fake(after); sockets.push(s); return s },
    frame: (f) => frames.push(f), link: (l) => links.push(l), pending: (p) => { pending = p },
    wait: (_, then) => { waiting = then; return () => { waiting = undefined } }, random: () => 0.5,
  })
  return { connection, sockets, links, frames, pending: () => pending, elapse: () => { const w = waiting; waiting = undefined; w?.() } }
}

const hello = { type: 'hello', interview: {}, now: '2026-01-02T09:00:00Z' }

describe('a connection', () => {
  it('sends what was not acknowledged again, under the same id, after what it missed', () => {
    const c = connect()
    c.sockets[0]!.get(hello)
    c.sockets[0]!.get(event(7, 0, { kind: 'hint_given' }))
    c.connection.send({ type: 'say', id: 'a', text: 'x' })
    c.connection.send({ type: 'say', id: 'b', text: 'y' })
    c.sockets[0]!.get({ type: 'ack', id: 'a', seq: 8 })
    c.sockets[0]!.close()
    expect(c.pending().map((p) => p.id)).toEqual(['b'])
    c.elapse()
    expect(c.sockets[1]!.after).toBe(7)
    expect(c.sockets[1]!.sent).toEqual([])
    c.sockets[1]!.get(hello)
    expect(c.sockets[1]!.sent.map((m) => m.id)).toEqual(['b'])
  })
  it('keeps what is said while there is no line', () => {
    const c = connect()
    c.connection.send({ type: 'say', id: 'a', text: 'x' })
    expect(c.sockets[0]!.sent).toEqual([])
    c.sockets[0]!.get(hello)
    expect(c.sockets[0]!.sent.length).toBe(1)
  })
  it('hands each event on once', () => {
    const c = connect()
    c.sockets[0]!.get(event(1, 0, { kind: 'hint_given' }))
    c.sockets[0]!.get(event(1, 0, { kind: 'hint_given' }))
    expect(c.frames.length).toBe(1)
  })
  it('drops a command that the server refused, and keeps one that it could not save', () => {
    const c = connect()
    c.sockets[0]!.get(hello)
    c.connection.send({ type: 'say', id: 'a', text: '' })
    c.connection.send({ type: 'say', id: 'b', text: 'x' })
    c.sockets[0]!.get({ type: 'error', id: 'a', code: 'invalid', message: 'empty' })
    c.sockets[0]!.get({ type: 'error', id: 'b', code: 'internal', message: 'disk' })
    expect(c.pending().map((p) => p.id)).toEqual(['b'])
  })
  it('sends only the newest whiteboard', () => {
    const c = connect()
    c.connection.send({ type: 'board', id: 'a', source: '1' })
    c.connection.send({ type: 'board', id: 'b', source: '2' })
    expect(c.pending().map((p) => p.id)).toEqual(['b'])
  })
  it('says that the server is gone when it stays away, and goes on trying', () => {
    const c = connect()
    for (let i = 0; i < 6; i++) { c.sockets.at(-1)!.close(); c.elapse() }
    expect(c.links).toContain('gone')
    c.sockets.at(-1)!.get(hello)
    expect(c.links.at(-1)).toBe('open')
  })
  it('waits longer each time, within bounds', () => {
    expect(delay(0, 1)).toBe(500)
    expect(delay(3, 0)).toBe(2000)
    expect(delay(30, 1)).toBe(15_000)
  })
})

describe('foreign Markdown', () => {
  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '![x](https://evil.example/p.png)', '<iframe src="//evil.example">',
    '[x](data:text/html;base64,PHNjcmlwdD4=)', '<svg onload=alert(1)>', '<style>*{display:none}</style>', '<form action="//evil.example"><input></form>',
  ])('%s does nothing', (text) => {
    const box = document.createElement('div')
    box.innerHTML = pieces(text).map((p) => (p.kind === 'html' ? p.html : '')).join('')
    expect(box.querySelectorAll('script,img,iframe,svg,style,form,input,[onerror],[onload]').length).toBe(0)
    for (const link of box.querySelectorAll('a')) expect(link.getAttribute('href') ?? '').not.toMatch(/^(javascript|data):/)
  })
  it('cuts drawings out, in order', () => {
    expect(pieces('a\n\n```mermaid\ngraph LR\n```\n\nb').map((p) => p.kind)).toEqual(['html', 'mermaid', 'html'])
  })
  it('keeps tables and code', () => {
    expect(clean('<table><tbody><tr><td>1</td></tr></tbody></table><code>x</code>')).toContain('<td>1</td>')
  })
})

describe('a radar', () => {
  it('begins above and goes round clockwise', () => {
    expect(point(0, 4, 1, 100, 50).map(Math.round)).toEqual([100, 50])
    expect(point(1, 4, 1, 100, 50).map(Math.round)).toEqual([150, 100])
    expect(polygon([0, 0, 0], 10, 5)).toBe('10.0,10.0 10.0,10.0 10.0,10.0')
  })
})

describe('tips', () => {
  const at = (more: Partial<Room>): Room => ({ ...empty, at: 1000, lines: [{ seq: 1, who: 'interviewer', text: 'Go on?', step: 'requirements' }], ...more })
  const late = 1000 + (quietAfter + 1) * 1000
  it('asks the silent to think aloud, unless they write, or put it away', () => {
    expect(tip(at({}), '', 2000, [])).toBeUndefined()
    expect(tip(at({}), '', late, [])?.id).toBe('aloud-requirements')
    expect(tip(at({}), 'I thi', late, [])).toBeUndefined()
    expect(tip(at({}), '', late, ['aloud-requirements'])).toBeUndefined()
    expect(tip(at({ status: 'paused' }), '', late, [])).toBeUndefined()
  })
  it('asks who draws first to clarify first', () => {
    const drawn = { board: { seq: 2, source: 'graph LR' } }
    expect(tip(at(drawn), '', 2000, [])?.id).toBe('clarify')
    const asked = at({ ...drawn, lines: [{ seq: 3, who: 'candidate', text: 'How many users?', step: 'requirements' }] })
    expect(tip(asked, '', 2000, [])).toBeUndefined()
    expect(tip(at({ ...drawn, step: 'capacity' }), '', 2000, [])).toBeUndefined()
  })
})

describe('the bank', () => {
  const problem = (id: string, level: 'L6' | 'L7', kind: string) => ({ id, title: id.slice(3).replaceAll('-', ' '), level, kind }) as Problem
  const bank = [problem('l6-url-shortener', 'L6', 'component'), problem('l6-fraud-detection', 'L6', 'ml'), problem('l6-chat', 'L6', 'component'), problem('l7-kafka', 'L7', 'platform')]
  const ids = (list: Problem[]) => list.map((p) => p.id).join(' ')
  it('is narrowed by words, level, kind and what is new', () => {
    const done = new Set(['l6-url-shortener'])
    expect(ids(matching(bank, anything, done))).toBe('l6-url-shortener l6-fraud-detection l6-chat l7-kafka')
    expect(ids(matching(bank, { ...anything, text: ' FRAUD det' }, done))).toBe('l6-fraud-detection')
    expect(ids(matching(bank, { ...anything, level: 'L7' }, done))).toBe('l7-kafka')
    expect(ids(matching(bank, { ...anything, kind: 'component', fresh: true }, done))).toBe('l6-chat')
  })
  it('suggests a new problem of the same kind first', () => {
    expect(nextProblem(bank, 'l6-url-shortener', new Set())?.id).toBe('l6-chat')
    expect(nextProblem(bank, 'l6-url-shortener', new Set(['l6-chat']))?.id).toBe('l6-fraud-detection')
    expect(nextProblem(bank, 'l7-kafka', new Set(bank.map((p) => p.id)))).toBeUndefined()
  })
  it('counts as practised what was brought to a report', () => {
    expect([...practised([{ problem: 'a', status: 'reported' }, { problem: 'b', status: 'running' }] as Interview[])]).toEqual(['a'])
  })
})

describe('blocks', () => {
  const comment = (offset: number) => ({ quote: '', seq: 0, offset, dimension: 'scale', kind: 'good' as const, text: String(offset) })
  it('cuts at blank lines outside fences and puts each comment beside its block', () => {
    const text = 'One.\n\n```mermaid\ngraph LR\n\n A --> B\n```\n\nThree, at the end.'
    const got = blocks(text, [comment(0), comment(text.indexOf('A -->')), comment(text.indexOf('at the'))])
    expect(got.map((b) => b.comments.map((c) => c.offset))).toEqual([[0], [text.indexOf('A -->')], [text.indexOf('at the')]])
    expect(got.map((b) => b.text).join('')).toBe(text)
  })
  it('loses no comment', () => {
    expect(blocks('\n\n\nx', [comment(0)])[0]?.comments.length).toBe(1)
    expect(blocks('', [comment(0)])).toEqual([])
  })
})

describe('sections', () => {
  const passage = (id: string, ...heading: string[]) => ({ passage: id, guide: 'caching', heading, text: '' })
  it('lists each heading once, below the title', () => {
    const got = sections([passage('caching#caching', 'Caching'), passage('caching#ttl', 'Caching', 'TTL'), passage('caching#ttl-2', 'Caching', 'TTL'), passage('caching#jitter', 'Caching', 'TTL', 'Jitter')])
    expect(got).toEqual([{ slug: 'ttl', title: 'TTL', depth: 1 }, { slug: 'jitter', title: 'Jitter', depth: 2 }])
  })
})

describe('weakest', () => {
  const score = (dimension: string, n: number, advice = 'do this') => ({ dimension, score: n, evidence: [], citations: [], missing: [], advice })
  it('gives the lowest first, and none without advice', () => {
    const scores = [score('scale', 4), score('cost', 1), score('security', 5), score('reliability', 0, ''), score('performance', 2)]
    expect(weakest(scores, 2).map((s) => s.dimension)).toEqual(['cost', 'performance'])
  })
  it('leaves the given order alone', () => {
    const scores = [score('scale', 4), score('cost', 1)]
    weakest(scores, 1)
    expect(scores[0]?.dimension).toBe('scale')
  })
})
