import { useCallback, useEffect, useState } from 'react'
import { get } from './api'

export interface Loaded<T> { data?: T; error?: string; again: () => void }

/** useLoad gets a document, and gets it again when asked. */
export function useLoad<T>(path: string): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: string }>({})
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let current = true
    get<T>(path).then(
      (data) => current && setState({ data }),
      (error: Error) => current && setState((s) => ({ ...s, error: error.message })),
    )
    return () => { current = false }
  }, [path, turn])
  const again = useCallback(() => setTurn((n) => n + 1), [])
  return { ...state, again }
}
