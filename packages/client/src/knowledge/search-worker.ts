// The file of the worker: the engine behind messages.
import { localSearcher } from './local-searcher.ts'
import type { WorkerAnswer, WorkerCall } from './worker-searcher.ts'

const searcher = localSearcher()
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<WorkerCall>) => void
  postMessage(answer: WorkerAnswer | 'ready'): void
}
scope.onmessage = async ({ data: { id, method, given } }) => {
  try {
    // The page calls what the interface of a searcher has, with what it takes.
    const result = await (searcher[method] as (...all: unknown[]) => Promise<unknown>)(...given)
    scope.postMessage({ id, result })
  } catch (error) {
    scope.postMessage({ id, error: String(error) })
  }
}
scope.postMessage('ready')
