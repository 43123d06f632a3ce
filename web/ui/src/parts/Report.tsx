import { mmss } from '../lib/room'
import { leadership, stepTitle, technical, weakest, words, type Report as ReportData } from '../lib/wire'
import { Citations } from './Citations'
import { Link } from './Link'
import { Radar } from './Radar'

/** Report shows a judgement. Each quote leads back to where it was said, at `${origin}#seq-N`. */
export function Report({ report, title, origin, files }: { report: ReportData; title: string; origin: string; files?: string }) {
  const pick = (ids: readonly string[]) => report.scores.filter((s) => ids.includes(s.dimension))
  return (
    <article className="report">
      <header className="verdict">
        <p className="quiet">{title} · {report.level} · {report.kind === 'design' ? 'written design' : 'interview'}</p>
        <h1 data-testid="overall">{words(report.overall)}</h1>
        <Scale overall={report.overall} />
        <p>{report.summary}</p>
      </header>
      <div className="radars">
        <Radar scores={pick(technical)} label="Technical scores" testid="radar" />
        <Radar scores={pick(leadership)} label="Leadership scores" />
      </div>
      <Next report={report} />
      {(report.gates ?? []).length > 0 && (
        <section data-testid="gates"><h2>What bounds the verdict</h2>
          <ul className="flags">{report.gates!.map((g, i) => (
            <li key={i}>No better than <strong>{words(g.at).toLowerCase()}</strong>, whatever else was earned: {g.why}{g.quote && <Quote text={g.quote} seq={0} origin={origin} />}</li>
          ))}</ul>
        </section>
      )}
      {(report.bars ?? []).length > 0 && (
        <section><h2>Two bars, one answer</h2>
          <div className="bars">{report.bars!.map((b) => (
            <div key={b.level} className="bar" data-testid={'bar-' + b.level}>
              <h3>{b.level}: {words(b.overall)}{b.level === report.level && <span className="quiet"> (your level)</span>}</h3>
              {b.met.length > 0 && <details><summary><span className="name">{b.met.length} met</span></summary><ul>{b.met.map((m) => <li key={m}>✓ {m}</li>)}</ul></details>}
              {b.short.length > 0 && <details open={b.level === report.level}><summary><span className="name">{b.short.length} short of it</span></summary><ul>{b.short.map((m) => <li key={m}>✗ {m}</li>)}</ul></details>}
            </div>
          ))}</div>
        </section>
      )}
      {report.moments.length > 0 && (
        <section><h2>What decided it</h2>
          {report.moments.map((m, i) => (
            <div key={i} className={'moment ' + m.effect}>
              <p><strong>{m.effect === 'raised' ? '▲ Raised' : '▼ Lowered'} {words(m.dimension).toLowerCase()}.</strong> {m.why}</p>
              <Quote text={m.quote} seq={m.seq} origin={origin} />
            </div>
          ))}
        </section>
      )}
      <section><h2>Scores</h2>
        {report.scores.map((s) => (
          <details key={s.dimension} className="score" open={s.evidence.length > 0}>
            <summary><span className="name">{words(s.dimension)}</span>{s.not_judged ? <span className="quiet">not assessed</span> : <Marks score={s.score} />}</summary>
            {s.evidence.map((e, i) => <Quote key={i} text={e.quote} seq={e.seq} origin={origin} />)}
            {s.evidence.length === 0 && !s.not_judged && <p className="quiet">{s.score === 0 ? 'You did not speak to this.' : 'You touched this, without a mechanism, a reason or a number.'}</p>}
            {s.missing.length > 0 && <><h4>Missing</h4><ul>{s.missing.map((m) => <li key={m}>{m}</li>)}</ul></>}
            {s.advice !== '' && s.score < 5 && <p><strong>Next time:</strong> {s.advice}</p>}
            {s.next && <p><strong>For a {s.next.score}:</strong> {s.next.text}</p>}
            {(s.strong ?? []).length > 0 && <><h4>What a strong answer says</h4><ul>{s.strong!.map((m) => <li key={m}>{m}</li>)}</ul></>}
            <Citations of={s.citations} />
          </details>
        ))}
      </section>
      {report.change && (
        <section data-testid="change"><h2>The change of requirements</h2>
          <p>{report.change.text}</p>
          <p><strong>{report.change.verdict}</strong></p>
          {report.change.quote && <Quote text={report.change.quote} seq={report.change.quote_seq} origin={origin} />}
          {report.change.moved.length > 0 && <><h4>You moved</h4><ul>{report.change.moved.map((m) => <li key={m.point}>✓ {m.point} <Quote text={m.quote} seq={m.seq} origin={origin} /></li>)}</ul></>}
          {report.change.left_alone.length > 0 && <><h4>It touches these too, and they stayed as they were</h4><ul>{report.change.left_alone.map((p) => <li key={p}>✗ {p}</li>)}</ul></>}
          <details className="step"><summary><span className="name">A good reaction</span></summary><p>{report.change.expected}</p></details>
        </section>
      )}
      {report.red_flags.length > 0 && (
        <section><h2>Red flags</h2>
          <ul className="flags">{report.red_flags.map((f, i) => (
            <li key={i}><strong>{words(f.dimension)}:</strong> {f.flag}{f.quote && <Quote text={f.quote} seq={0} origin={origin} />}</li>
          ))}</ul>
        </section>
      )}
      {report.arithmetic.length > 0 && (
        <section><h2>Arithmetic, recomputed</h2>
          <div className="wide"><table>
            <thead><tr><th>You wrote</th><th>Claimed</th><th>Computed</th><th></th></tr></thead>
            <tbody>{report.arithmetic.map((a, i) => (
              <tr key={i} className={a.ok ? '' : 'wrong'}><td>{a.quote}</td><td>{a.claimed}</td><td>{a.computed}</td><td>{a.ok ? '✓ right' : '✗ wrong' + (a.why ? ': ' + a.why : '')}</td></tr>
            ))}</tbody>
          </table></div>
        </section>
      )}
      <section><h2>Checklist</h2>
        <ul className="checklist">{report.checklist.map((c) => (
          <li key={c.item} className={c.covered ? 'covered' : ''}>
            <span aria-hidden="true">{c.covered ? '✓' : '✗'}</span> <span>{words(c.item)}<span className="hidden">{c.covered ? ': covered' : ': not covered'}</span></span>
            {c.quote && <span className="quiet clip" title={c.quote}>“{c.quote}”</span>}
          </li>
        ))}</ul>
      </section>
      <section><h2>Step by step</h2>
        {report.steps.map((s) => (
          <details key={s.step} className="step">
            <summary>
              <span className="name">{stepTitle(s.step)}</span>
              {report.kind === 'interview' && <span className="time"><progress max={Math.max(s.budget_seconds, s.seconds, 1)} value={s.seconds} aria-label="time used" /> {mmss(s.seconds)} <span className="quiet">/ {mmss(s.budget_seconds)}</span></span>}
            </summary>
            <p>{s.feedback}</p>
            {s.covered.length > 0 && <><h4>Covered</h4><ul>{s.covered.map((c) => <li key={c}>✓ {c}</li>)}</ul></>}
            {s.missed.length > 0 && <><h4>Missed</h4><ul>{s.missed.map((c) => <li key={c}>✗ {c}</li>)}</ul></>}
          </details>
        ))}
      </section>
      {report.study.length > 0 && (
        <section><h2>To read before the next try</h2>
          <ul>{report.study.map((s) => <li key={s.passage}>{s.why} <Citations of={[{ passage: s.passage, heading: s.heading ?? [s.passage] }]} /></li>)}</ul>
        </section>
      )}
      {files && <p className="files">Take it with you: <a href={files + '?format=html'} download data-testid="download">web page</a> · <a href={files + '?format=markdown'} download>Markdown</a> · <a href={files} target="_blank" rel="noreferrer">JSON</a> · <button type="button" className="link" onClick={() => print()}>print</button></p>}
      <footer className="quiet">
        Graded by {report.provenance.grader} with rubric {report.provenance.rubric}, prompts {report.provenance.prompts}, guides {report.provenance.guides.slice(0, 12)}.{' '}
        {report.provenance.unsupported === 0 ? 'Every claim was verified.' : `${report.provenance.unsupported} claims could not be verified and were left out.`}
        {(report.provenance.not_assessed ?? []).length > 0 && ' Not assessed: ' + report.provenance.not_assessed!.map(words).join(', ') + '.'}
        <Models report={report} />
      </footer>
    </article>
  )
}

/** Models says which model did what, and what it took. */
function Models({ report }: { report: ReportData }) {
  const parts = (report.provenance.models ?? []).filter((p) => p.turns || p.steps)
  const usage = report.usage ?? []
  const tasks: Record<string, string> = { turn: 'interviewing', step: 'notes', report: 'grading' }
  return (
    <>
      {parts.length > 0 && <> {report.provenance.models!.map((p) => `${p.model} ${[
        p.turns && `spoke ${p.turns} ${p.turns === 1 ? 'turn' : 'turns'}`, p.steps && `took notes of ${p.steps} ${p.steps === 1 ? 'step' : 'steps'}`, p.graded && 'graded',
      ].filter(Boolean).join(', ')}`).join('; ')}.</>}
      {usage.length > 0 && (
        <details className="usage"><summary>What the models took{usage.some((u) => u.usd > 0) ? `: $${usage.reduce((sum, u) => sum + u.usd, 0).toFixed(4)}` : ''}</summary>
          <table>
            <thead><tr><th scope="col">Model</th><th scope="col">For</th><th scope="col">Calls</th><th scope="col">Tokens in</th><th scope="col">out</th><th scope="col">First words</th><th scope="col">Cost</th></tr></thead>
            <tbody>{usage.map((u) => (
              <tr key={u.model + u.task}>
                <td>{u.model}</td><td>{tasks[u.task] ?? u.task}</td><td>{u.calls}{u.failed ? ` (${u.failed} failed)` : ''}</td>
                <td>{u.estimated ? '≈ ' : ''}{u.input_tokens.toLocaleString('en')}</td><td>{u.output_tokens.toLocaleString('en')}</td>
                <td>{u.streamed ? `${((u.first_token_ms ?? 0) / 1000).toFixed(1)} s` : '–'}</td><td>{u.unpriced ? 'not known' : `$${u.usd.toFixed(4)}`}</td>
              </tr>
            ))}</tbody>
          </table>
        </details>
      )}
    </>
  )
}

/** Next is what to do before the next try: the three weakest dimensions, each with its advice. */
function Next({ report }: { report: ReportData }) {
  const weak = weakest(report.scores, 3)
  if (weak.length === 0) return null
  return (
    <section className="next" data-testid="next"><h2>Do next</h2>
      <ol>{weak.map((s) => <li key={s.dimension}><strong>{words(s.dimension)} ({s.score} of 5).</strong> {s.advice}</li>)}</ol>
    </section>
  )
}

const verdicts = ['strong_no_hire', 'no_hire', 'lean_no', 'lean_hire', 'hire', 'strong_hire']

function Scale({ overall }: { overall: string }) {
  return (
    <ol className="scale" aria-hidden="true">
      {verdicts.map((v) => <li key={v} className={v === overall ? 'here' : ''}>{words(v)}</li>)}
    </ol>
  )
}

function Marks({ score }: { score: number }) {
  return (
    <span className="marks">
      <span aria-hidden="true">{[1, 2, 3, 4, 5].map((n) => <i key={n} className={n <= score ? 'on' : ''} />)}</span>
      <b>{score}</b><span className="hidden"> of 5</span>
    </span>
  )
}

function Quote({ text, seq, origin }: { text: string; seq: number; origin: string }) {
  return (
    <blockquote data-testid="quote">
      {text} {seq > 0 && <Link to={`${origin}#seq-${seq}`} className="back">where it was said</Link>}
    </blockquote>
  )
}
