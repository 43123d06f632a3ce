import { useState } from 'react'
import { post, remove } from '../lib/api'
import { useLoad } from '../lib/load'
import { go } from '../lib/router'
import { words, type Design, type Level, type Problem } from '../lib/wire'
import { Link } from '../parts/Link'

export function Designs() {
  const problems = useLoad<Problem[]>('/api/problems')
  const list = useLoad<Design[]>('/api/designs')
  return (
    <main className="designs">
      <h1>Feedback on a written design</h1>
      <p>Hand in a design, go away, come back for the report. It is graded as an interview is.</p>
      {problems.data && list.data && <Hand key={location.search} problems={problems.data} designs={list.data} />}
      <section className="earlier">
        <h2>Earlier designs</h2>
        {list.data?.length === 0 && <p className="quiet">None yet. Paste one above, or drop a file on it.</p>}
        <ul>{(list.data ?? []).map((d) => (
          <li key={d.id}>
            <Link to={'/designs/' + d.id}>{d.title}</Link>
            <span className="quiet">{d.problem} · {d.level} · {new Date(d.created_at).toLocaleString()}</span>
            <span>{d.status === 'done' ? words(d.overall ?? '') : words(d.status)}</span>
            <button type="button" onClick={() => void remove('/api/designs/' + d.id).finally(list.again)} aria-label={'Delete ' + d.title}>Delete</button>
          </li>
        ))}</ul>
      </section>
    </main>
  )
}

/** own is what the list of problems offers beside the bank. */
const own = 'own'

function Hand({ problems, designs }: { problems: Problem[]; designs: Design[] }) {
  const asked = new URLSearchParams(location.search).get('previous') ?? ''
  const before = designs.find((d) => d.id === asked && d.status === 'done')
  const [problem, setProblem] = useState(before?.problem ?? problems[0]?.id ?? own)
  const [level, setLevel] = useState<Level>(before?.level ?? problems[0]?.level ?? 'L6')
  const [description, setDescription] = useState('')
  const [title, setTitle] = useState(before?.title ?? '')
  const [text, setText] = useState('')
  const [file, setFile] = useState<File>()
  const [over, setOver] = useState(false)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    setTitle((t) => t || chosen.name.replace(/\.[^.]*$/, ''))
    // What a browser can show is put into the field, to be looked over; the rest is read by the server.
    if (/\.(md|markdown|txt)$/i.test(chosen.name) || chosen.type === 'text/plain') {
      setFile(undefined)
      setText(await chosen.text())
    } else {
      setText('')
      setFile(chosen)
    }
  }
  const submit = async () => {
    setError('')
    setBusy(true)
    const fields = { ...(before ? { previous: before.id } : problem === own ? { description } : { problem }), level, title }
    try {
      let body: unknown = { ...fields, text }
      if (file) {
        const form = new FormData()
        Object.entries(fields).forEach(([name, value]) => form.append(name, value))
        form.append('file', file)
        body = form
      }
      go('/designs/' + (await post<Design>('/api/designs', body)).id)
    } catch (e) {
      setError((e as Error).message)
      setBusy(false)
    }
  }
  const ready = (file !== undefined || text.trim() !== '') && (problem !== own || before !== undefined || description.trim() !== '')
  return (
    <form className={'hand' + (over ? ' over' : '')} onSubmit={(e) => { e.preventDefault(); void submit() }}
      onDragOver={(e) => { e.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); void take(e.dataTransfer.files[0]) }}>
      {before
        ? <p className="banner">A new version of “{before.title}”, graded {words(before.overall ?? '').toLowerCase()}: the report will say what improved. <Link to="/designs">Hand in another design instead</Link></p>
        : (
          <label>Problem
            <select value={problem} onChange={(e) => { setProblem(e.target.value); setLevel(problems.find((p) => p.id === e.target.value)?.level ?? level) }} data-testid="design-problem">
              {problems.map((p) => <option key={p.id} value={p.id}>{p.level} · {p.title}</option>)}
              <option value={own}>A problem of my own…</option>
            </select>
          </label>
        )}
      <label>Level <select value={level} onChange={(e) => setLevel(e.target.value as Level)}><option>L6</option><option>L7</option></select></label>
      {problem === own && !before && (
        <label className="text">What was to be designed
          <textarea rows={3} value={description} onChange={(e) => setDescription(e.target.value)} data-testid="design-description" placeholder="In a few sentences, as an interviewer would say it. It is graded by the rubric alone." />
        </label>
      )}
      <label>Title <input value={title} onChange={(e) => setTitle(e.target.value)} placeholder="taken from the file or the problem if empty" /></label>
      <label className="text">Design
        {file
          ? <span className="file"><strong>{file.name}</strong> ({Math.ceil(file.size / 1024)} KB) <button type="button" onClick={() => setFile(undefined)}>Remove</button></span>
          : <textarea rows={14} value={text} onChange={(e) => setText(e.target.value)} data-testid="design-text" placeholder="Paste Markdown or text here, or drop a Markdown, text, HTML or PDF file" />}
      </label>
      <label>Or choose a file <input type="file" accept=".md,.markdown,.txt,.html,.htm,.pdf" onChange={(e) => void take(e.target.files?.[0])} data-testid="design-file" /></label>
      <button type="submit" className="primary" disabled={!ready || busy} data-testid="design-submit">Hand it in</button>
      {error && <p role="alert" className="alert">{error}</p>}
    </form>
  )
}
