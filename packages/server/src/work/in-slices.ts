/** So long the thread is held at once, in milliseconds, by what can be done in steps. */
const slice = 8

/** Lets other requests be answered meanwhile. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Runs steps to their end, and lets others have the thread after each slice. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  let began = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - began < slice) continue
    await breath()
    began = performance.now()
  }
}

/** One at a time: what one has brought up to date the next one finds so. */
export function queue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
