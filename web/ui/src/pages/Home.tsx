import { useMemo, useState } from 'react'
import { anything, matching, practised } from '../lib/bank'
import { post, remove } from '../lib/api'
import { useLoad } from '../lib/load'
import { go } from '../lib/router'
import { stepTitle, words, type Interview, type Level, type Mode, type Problem } from '../lib/wire'
import { Link } from '../parts/Link'
import { Progress } from '../parts/Progress'

const lengths: Record<Level, number[]> = { L6: [45, 60], L7: [60, 75, 90] }
const usual: Record<Level, number> = { L6: 60, L7: 75 }

export function Home() {
  const problems = useLoad<Problem[]>('/api/problems')
  const list = useLoad<Interview[]>('/api/interviews')
  const items = useMemo(() => list.data ?? [], [list.data])
  return (
    <main className="home">
      <section className="lead">
        <h1>Practise a system-design interview</h1>
        <p>Six timed steps, an interviewer who asks about the thinnest part, and a report whose every claim quotes you.{' '}
          <Link to="/sample" testid="sample-link">See a sample report</Link> or <Link to="/rubric">how you will be graded</Link>.</p>
      </section>
      {problems.error && <p role="alert" className="alert">{problems.error} <button type="button" onClick={problems.again}>Try again</button></p>}
      {problems.data && <Start problems={problems.data} done={practised(items)} />}
      {list.data && <Earlier items={items} again={list.again} />}
      <Progress interviews={items} />
    </main>
  )
}

function Start({ problems, done }: { problems: Problem[]; done: Set<string> }) {
  const wanted = new URLSearchParams(location.search).get('problem')
  const [chosen, setChosen] = useState(problems.find((p) => p.id === wanted)?.id ?? problems[0]?.id ?? '')
  const [wish, setWish] = useState(anything)
  const shown = matching(problems, wish, done)
  const kinds = [...new Set(problems.map((p) => p.kind))].sort()
  const problem = problems.find((p) => p.id === chosen)
  const [level, setLevel] = useState<Level>(problem?.level ?? 'L6')
  const [minutes, setMinutes] = useState(usual[level])
  const [mode, setMode] = useState<Mode>('realistic')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const detail = useLoad<Problem>('/api/problems/' + chosen)
  const choose = (p: Problem) => { setChosen(p.id); setLevel(p.level); setMinutes(usual[p.level]) }
  const begin = async () => {
    setBusy(true)
    setError('')
    try {
      const made = await post<Interview>('/api/interviews', { problem: chosen, level, minutes, mode })
      go('/interviews/' + made.id)
    } catch (e) {
      setError((e as Error).message)
      setBusy(false)
    }
  }
  return (
    <form className="start" onSubmit={(e) => { e.preventDefault(); void begin() }}>
      <div className="problems">
        <div className="filters" role="search" aria-label="Problems">
          <input type="search" aria-label="Find a problem" placeholder="Find a problem" value={wish.text} onChange={(e) => setWish({ ...wish, text: e.target.value })}
            onKeyDown={(e) => { if (e.key === 'Enter') e.preventDefault() }} data-testid="problem-search" />
          <select aria-label="Level of the problem" value={wish.level} onChange={(e) => setWish({ ...wish, level: e.target.value as Level | '' })} data-testid="problem-level">
            <option value="">All levels</option><option>L6</option><option>L7</option>
          </select>
          <select aria-label="Kind of problem" value={wish.kind} onChange={(e) => setWish({ ...wish, kind: e.target.value })}>
            <option value="">All kinds</option>{kinds.map((k) => <option key={k} value={k}>{words(k)}</option>)}
          </select>
          <label><input type="checkbox" checked={wish.fresh} onChange={(e) => setWish({ ...wish, fresh: e.target.checked })} /> Not practised yet</label>
        </div>
        {shown.length === 0 && <p className="quiet" role="status">No problem fits. <button type="button" className="link" onClick={() => setWish(anything)}>Show all</button></p>}
        {(['L6', 'L7'] as const).filter((l) => shown.some((p) => p.level === l)).map((l) => (
          <fieldset key={l}>
            <legend>{l} problems</legend>
            {shown.filter((p) => p.level === l).map((p) => (
              <label key={p.id} className={'problem' + (p.id === chosen ? ' chosen' : '')} data-testid={'problem-' + p.id}>
                <input type="radio" name="problem" value={p.id} checked={p.id === chosen} onChange={() => choose(p)} />
                <span>{p.title}{done.has(p.id) && <span className="quiet" title="You practised this"> ✓<span className="hidden"> practised</span></span>}</span> <span className="quiet">{p.kind}</span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <div className="settings">
        <h2>{problem?.title}</h2>
        <p className="prompt">{detail.data?.prompt}</p>
        <label>Held to the bar of
          <select value={level} onChange={(e) => { const l = e.target.value as Level; setLevel(l); setMinutes(usual[l]) }} data-testid="level">
            <option>L6</option><option>L7</option>
          </select>
        </label>
        <label>Length
          <select value={minutes} onChange={(e) => setMinutes(Number(e.target.value))} data-testid="minutes">
            <optgroup label={'As at ' + level}>{lengths[level].map((m) => <option key={m} value={m}>{m} minutes</option>)}</optgroup>
            <optgroup label="Short practice">{[15, 30].map((m) => <option key={m} value={m}>{m} minutes</option>)}</optgroup>
          </select>
        </label>
        <label>Mode
          <select value={mode} onChange={(e) => setMode(e.target.value as Mode)} data-testid="mode">
            <option value="realistic">Realistic: feedback at the end</option>
            <option value="coaching">Coaching: feedback after each step</option>
          </select>
        </label>
        <button type="submit" className="primary" disabled={busy || !problem} data-testid="start">Start the interview</button>
        {error && <p role="alert" className="alert">{error}</p>}
      </div>
    </form>
  )
}

function Earlier({ items, again }: { items: Interview[]; again: () => void }) {
  const [sure, setSure] = useState('')
  return (
    <section className="earlier">
      <h2>Earlier interviews</h2>
      {items.length === 0 && <p className="quiet">None yet. Choose a problem above and start; it is kept here, and you can leave and come back.</p>}
      <ul>
        {items.map((iv) => (
          <li key={iv.id} data-testid="earlier">
            <Link to={iv.status === 'reported' ? `/interviews/${iv.id}/report` : '/interviews/' + iv.id}>{iv.title}</Link>
            <span className="quiet">{iv.level} · {new Date(iv.created_at).toLocaleString()}</span>
            <span>{iv.status === 'reported' ? words(iv.overall ?? '') : iv.status === 'ended' ? 'Report on its way' : 'Resume: ' + stepTitle(iv.step)}</span>
            {sure === iv.id
              ? <span><button type="button" className="danger" onClick={() => void remove('/api/interviews/' + iv.id).finally(again)}>Delete with all its data</button> <button type="button" onClick={() => setSure('')}>Keep</button></span>
              : <button type="button" onClick={() => setSure(iv.id)} aria-label={'Delete ' + iv.title}>Delete</button>}
          </li>
        ))}
      </ul>
    </section>
  )
}
