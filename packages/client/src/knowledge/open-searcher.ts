import type { Searcher } from './searcher.ts'

/**
 * The engine in a worker, or where there can be none on this thread. Which of the two is of no consequence to whoever
 * searches, but for who else can use the thread meanwhile.
 *
 * @param start Starts the worker; the client's own unless told.
 */
export async function openSearcher(start: (() => Worker) | undefined): Promise<Searcher> {
  if (start || 'Worker' in globalThis) {
    try {
      const { workerSearcher, ownWorker } = await import('./worker-searcher.ts')
      return await workerSearcher(start ?? ownWorker)
    } catch {
      // A policy forbids it, or the file is elsewhere: a bundler did not know of it.
    }
  }
  const { localSearcher } = await import('./local-searcher.ts')
  return localSearcher()
}
