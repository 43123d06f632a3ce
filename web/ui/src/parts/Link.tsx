import type { ReactNode } from 'react'
import { go } from '../lib/router'

/** Link is an anchor that changes the page without loading it anew; with a modifier key it is an ordinary one. */
export function Link({ to, children, className, testid }: { to: string; children: ReactNode; className?: string; testid?: string }) {
  return (
    <a href={to} className={className} data-testid={testid} onClick={(e) => {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.button !== 0) return
      e.preventDefault()
      go(to)
    }}>{children}</a>
  )
}
