import type { Searcher } from './searcher.ts'

export interface WorkerCall {
  readonly id: number
  readonly method: 'load' | 'find' | 'show'
  readonly given: readonly unknown[]
}
export type WorkerAnswer = { readonly id: number; readonly result?: unknown; readonly error?: string }

/** So long a worker may take to start, in milliseconds. */
const patience = 5_000

/**
 * Searches in a worker once it has said that it is there. Rejects where it does not: a policy forbids it, its file is not
 * where it should be, or it takes too long.
 *
 * @param start Starts the worker.
 */
export function workerSearcher(start: () => Worker): Promise<Searcher> {
  return new Promise((resolve, reject) => {
    const worker = start()
    const waiting = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>()
    let calls = 0
    let ended: Error | undefined
    const end = (error: Error) => {
      ended = error
      clearTimeout(timer)
      worker.terminate()
      for (const each of waiting.values()) each.reject(error)
      waiting.clear()
      reject(error)
    }
    const timer = setTimeout(() => end(new Error('The worker does not start')), patience)
    const call = (method: WorkerCall['method'], ...given: unknown[]) =>
      new Promise<never>((resolve, reject) => {
        if (ended) return reject(ended)
        const id = ++calls
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
        worker.postMessage({ id, method, given } satisfies WorkerCall)
      })
    worker.onerror = (event) => {
      event.preventDefault()
      end(new Error('The worker failed'))
    }
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer | 'ready'>) => {
      if (data === 'ready') {
        clearTimeout(timer)
        resolve({
          load: (segments) => call('load', segments),
          find: (question, knowledge) => call('find', question, knowledge),
          show: (texts, terms) => call('show', texts, terms),
          close: () => end(new Error('The search is closed')),
        })
        return
      }
      const { id, result, error } = data
      const caller = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) caller?.resolve(result)
      else caller?.reject(new Error(error))
    }
  })
}

/**
 * The package's own file, by its address. A page that requires trusted types lets it be one by naming `aftercare` among its
 * policies.
 */
export function ownWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const url = new URL('./search-worker.js', import.meta.url)
  if (!trustedTypes) return new Worker(new URL('./search-worker.js', import.meta.url), { type: 'module' })
  policy ??= trustedTypes.createPolicy('aftercare', { createScriptURL: (address) => address })
  return new Worker(policy.createScriptURL(String(url)), { type: 'module' })
}

/** A page makes each policy once; the next worker, after another person signed in, takes the same. */
let policy: TrustedTypesPolicy | undefined

interface TrustedTypesPolicy {
  createScriptURL(address: string): string
}

interface TrustedTypes {
  createPolicy(name: string, rules: TrustedTypesPolicy): TrustedTypesPolicy
}
