import { useEffect, useState } from 'react'
import { post } from '../lib/api'
import { nextProblem, practised } from '../lib/bank'
import { useLoad } from '../lib/load'
import { slugOf } from '../lib/guide'
import { blocks } from '../lib/margin'
import { weakest, words, type Changes, type Comment, type Design, type Interview, type Problem, type Recorded, type Report as ReportData } from '../lib/wire'
import { Citations } from '../parts/Citations'
import { Link } from '../parts/Link'
import { Markdown } from '../parts/Markdown'
import { Report } from '../parts/Report'

/** useTitle is a problem's title, or its id until it is known. */
function useTitle(problem: string | undefined): string {
  const problems = useLoad<Problem[]>('/api/problems')
  return problems.data?.find((p) => p.id === problem)?.title ?? problem ?? ''
}

export function InterviewReport({ id }: { id: string }) {
  const report = useLoad<ReportData>(`/api/interviews/${id}/report`)
  const interview = useLoad<Interview>('/api/interviews/' + id)
  const title = useTitle(report.data?.problem)
  if (report.error) return <main><p role="alert" className="alert">{report.error}</p><p><Link to={'/interviews/' + id}>Back to the interview</Link></p></main>
  if (!report.data) return <main><p className="quiet">Loading the report…</p></main>
  return (
    <main>
      <Report report={report.data} title={interview.data?.title ?? title} origin={'/interviews/' + id} files={`/api/interviews/${id}/report`} />
      <Plan report={report.data} />
    </main>
  )
}

/** Plan orders what to do after a report: read, mend the same answer in writing, then a problem that is new. */
function Plan({ report }: { report: ReportData }) {
  const problems = useLoad<Problem[]>('/api/problems')
  const list = useLoad<Interview[]>('/api/interviews')
  const next = problems.data && list.data && nextProblem(problems.data, report.problem, practised(list.data))
  const weak = weakest(report.scores, 2).map((s) => words(s.dimension).toLowerCase())
  if (!problems.data) return null
  return (
    <section className="plan" data-testid="plan"><h2>Your plan</h2>
      <ol>
        {report.study.length > 0 && <li>Read the {report.study.length} passages above, the first ones first: they belong to your weakest dimensions.</li>}
        {weak.length > 0 && <li>Write this design down again with {weak.join(' and ')} put right, and <Link to="/designs">hand it in</Link>. Writing shows what talking hides.</li>}
        {next && <li>Then take <Link to={'/?problem=' + next.id}>{next.title}</Link>, a {next.level} problem of the kind “{next.kind}” that is new to you, and open with {weak[0] ?? 'the numbers'} in mind.</li>}
      </ol>
    </section>
  )
}

export function Sample() {
  const sample = useLoad<{ report: ReportData; events: Recorded[] }>('/api/sample')
  const title = useTitle(sample.data?.report.problem)
  useEffect(() => {
    if (sample.data && location.hash) document.querySelector(location.hash)?.scrollIntoView({ block: 'center' })
  }, [sample.data])
  if (sample.error) return <main><p role="alert" className="alert">{sample.error}</p></main>
  if (!sample.data) return <main><p className="quiet">Drawing the sample report…</p></main>
  return (
    <main>
      <p className="banner">A sample: this report is drawn by the same code as yours, from the recorded interview below. <Link to="/">Take one yourself.</Link></p>
      <Report report={sample.data.report} title={title} origin="/sample" />
      <section className="transcript"><h2>The interview</h2>
        {sample.data.events.map(({ seq, event }) => (
          event.kind === 'candidate_said' || event.kind === 'interviewer_said'
            ? <article key={seq} id={'seq-' + seq} className={'bubble ' + (event.kind === 'candidate_said' ? 'candidate' : 'interviewer')}>
                <header className="quiet">{event.kind === 'candidate_said' ? 'Candidate' : 'Interviewer'}</header><Markdown text={event.text} />
              </article>
            : event.kind === 'requirement_changed' ? <article key={seq} id={'seq-' + seq} className="bubble interviewer"><header className="quiet">Interviewer, with a change</header><Markdown text={event.text} /></article>
            : event.kind === 'step_entered' ? <h3 key={seq}>{event.step.replaceAll('_', ' ')}</h3>
              : event.kind === 'board_changed' ? <article key={seq} id={'seq-' + seq} className="bubble candidate"><header className="quiet">Whiteboard</header><Markdown text={'```mermaid\n' + event.source + '\n```'} /></article> : null
        ))}
      </section>
    </main>
  )
}

export function DesignReport({ id }: { id: string }) {
  const design = useLoad<Design>('/api/designs/' + id)
  const title = useTitle(design.data?.problem)
  const waiting = design.data?.status === 'queued' || design.data?.status === 'running'
  const { again } = design
  const [failed, setFailed] = useState('')
  useEffect(() => {
    if (!waiting) return
    const stream = new EventSource(`/api/designs/${encodeURIComponent(id)}/events`)
    stream.addEventListener('design', again)
    stream.onerror = () => stream.close() // it ends with the review; the timer is for a line that drops
    const timer = setInterval(again, 5000)
    return () => { stream.close(); clearInterval(timer) }
  }, [waiting, again, id])
  const turn = (what: 'cancel' | 'retry') => {
    setFailed('')
    post(`/api/designs/${encodeURIComponent(id)}/${what}`, {}).then(again, (e: Error) => setFailed(e.message))
  }
  if (design.error && !design.data) return <main><p role="alert" className="alert">{design.error}</p></main>
  if (!design.data) return <main><p className="quiet">Loading…</p></main>
  return (
    <main>
      {waiting && (
        <p role="status" className="banner">“{design.data.title}”: {design.data.progress?.text ?? 'being graded.'} You can leave and come back. <progress aria-label="Grading" />{' '}
          {design.data.progress?.can_cancel && <button type="button" onClick={() => turn('cancel')}>Cancel</button>}
        </p>
      )}
      {design.data.error && !waiting && <p role="alert" className="alert">{design.data.error} {design.data.progress?.can_retry && <button type="button" onClick={() => turn('retry')}>Try again</button>}</p>}
      {failed && <p role="alert" className="alert">{failed}</p>}
      {design.data.report && <p className="quiet"><Link to={'/designs?previous=' + id} testid="new-version">Hand in a new version</Link>{design.data.previous && <> · this follows <Link to={'/designs/' + design.data.previous}>an earlier version</Link></>}</p>}
      {design.data.report?.changes && <Improved changes={design.data.report.changes} />}
      {design.data.report && <Report report={design.data.report} title={`${design.data.title} (${title})`} origin={'/designs/' + id} files={`/api/designs/${id}/report`} />}
      {design.data.text && <Annotated text={design.data.text} comments={design.data.report?.comments ?? []} />}
    </main>
  )
}

/** Annotated is a design with the remarks in its margin. */
function Annotated({ text, comments }: { text: string; comments: Comment[] }) {
  return (
    <section className="transcript annotated"><h2>What you wrote</h2>
      {blocks(text, comments).map((b) => (
        <div key={b.offset} className="block">
          <Markdown text={b.text} manner="guide" />
          {b.comments.length > 0 && (
            <ul className="margin">{b.comments.map((c, i) => (
              <li key={i} className={c.kind} data-testid="comment">
                <strong><span aria-hidden="true">{c.kind === 'good' ? '+' : '−'}</span> {words(c.dimension)}<span className="hidden">{c.kind === 'good' ? ', good:' : ', missing:'}</span></strong> {c.text}
                {c.passage && c.kind === 'missing' && <Citations of={[{ passage: c.passage, heading: [words(slugOf(c.passage).replaceAll('-', ' '))] }]} />}
              </li>
            ))}</ul>
          )}
        </div>
      ))}
    </section>
  )
}

/** Improved says what became of the version before. */
function Improved({ changes }: { changes: Changes }) {
  const list = (title: string, mark: string, gaps: { dimension: string; text: string }[]) => gaps.length > 0 && (
    <details className="step" open={mark === '✓'}><summary><span className="name">{gaps.length} {title}</span></summary>
      <ul>{gaps.map((g, i) => <li key={i}>{mark} {words(g.dimension)}: {g.text}</li>)}</ul>
    </details>
  )
  const moved = [...changes.better, ...changes.worse]
  return (
    <section className="report" data-testid="changes"><h2>Since the version before: {words(changes.before)} → {words(changes.after)}</h2>
      {moved.length === 0 ? <p>No score changed.</p> : <p>{moved.map((m) => `${words(m.dimension)} ${m.before} → ${m.after}`).join(' · ')}</p>}
      {list('closed', '✓', changes.closed)}
      {list('still missing', '✗', changes.open)}
      {list('newly missing', '✗', changes.new)}
    </section>
  )
}
