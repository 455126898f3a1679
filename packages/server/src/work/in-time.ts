import { ProblemError } from '../handle/problem-error.ts'

/** How long an answer is waited for, in milliseconds, and what ends whatever makes it. */
export interface Patience {
  readonly wait: number
  readonly signal: AbortSignal
}

/**
 * What comes of a question, if the index that it needs is there in time and the server does not end. Whoever asks again
 * finds it further on: it is made to its end.
 *
 * @throws ProblemError unavailable: nobody is told that nothing was found where nothing was looked up
 */
export async function inTime<Result>({ wait, signal }: Patience, answer: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const unavailable = () => new ProblemError('unavailable', { headers: { 'Retry-After': '5' } })
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable()), wait)
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    throw signal.aborted ? unavailable() : error
  } finally {
    clearTimeout(timer)
  }
}
