// Failure carries the sentence that the server's problem document holds for people.
export class Failure extends Error {
  constructor(readonly status: number, message: string) {
    super(message)
  }
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : body instanceof FormData ? body : JSON.stringify(body),
    })
  } catch {
    throw new Failure(0, 'The server does not answer. Is it still running? Try again in a moment.')
  }
  if (response.status === 204) return undefined as T
  const text = await response.text()
  if (!response.ok) {
    let detail = 'The server answered with status ' + response.status + '.'
    try {
      detail = (JSON.parse(text) as { detail?: string }).detail ?? detail
    } catch {
      // Not a problem document: the status has to do.
    }
    throw new Failure(response.status, detail)
  }
  return JSON.parse(text) as T
}

export const get = <T>(path: string) => call<T>('GET', path)
export const post = <T>(path: string, body: unknown) => call<T>('POST', path, body)
export const remove = (path: string) => call<void>('DELETE', path)
