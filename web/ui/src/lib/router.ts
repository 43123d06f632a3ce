import { useEffect, useState } from 'react'

/** go changes the address without loading the page anew. */
export function go(path: string) {
  history.pushState(null, '', path)
  dispatchEvent(new PopStateEvent('popstate'))
  const place = document.getElementById(location.hash.slice(1))
  if (place) {
    place.scrollIntoView({ block: 'center' })
  } else {
    scrollTo(0, 0)
  }
}

/** usePath follows the address. */
export function usePath(): string {
  const [path, setPath] = useState(location.pathname)
  useEffect(() => {
    const follow = () => setPath(location.pathname)
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  return path
}
