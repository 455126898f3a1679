/** Requests of the test's clients that have no answer yet. */
const open = new Map<Request, number>()

/** The browser's own fetch, of which can be said what it is still waiting for. */
export async function watchedFetch(request: Request): Promise<Response> {
  open.set(request, performance.now())
  try {
    return await fetch(request)
  } finally {
    open.delete(request)
  }
}

/** What a wait in vain may have waited for: answers, or a page that is not painted. */
export async function whatIsOpen(): Promise<string> {
  const painted = await Promise.race([
    new Promise<boolean>((resolve) => requestAnimationFrame(() => resolve(true))),
    new Promise<boolean>((resolve) => setTimeout(resolve, 2000, false)),
  ])
  const requests = [...open].map(([{ method, url }, since]) => {
    return `${method} ${new URL(url).pathname} for ${Math.round(performance.now() - since)} ms`
  })
  return `${document.visibilityState}, ${painted ? 'painted' : 'not painted'}, open: ${requests.join('; ') || 'nothing'}`
}
