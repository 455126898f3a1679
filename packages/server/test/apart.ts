import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

interface Call {
  readonly module: string
  readonly name: string
  readonly given: readonly unknown[]
}

/**
 * Calls a function that a module exports, in a thread of its own. node:test follows every promise of its thread from its
 * making to its collection: where a test makes them by the million, that is a third of its time.
 *
 * @param module its address, as `import.meta.resolve` says it
 * @param given is copied there, as the result is copied back (structured clone)
 * @throws what the function throws
 */
export function apart<Run extends (...given: never[]) => Promise<unknown>>(
  module: string,
  name: string,
  ...given: Parameters<Run>
): Promise<Awaited<ReturnType<Run>>> {
  const call: Call = { module, name, given }
  const worker = new Worker(new URL(import.meta.url), { workerData: call })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread ended with ${code} before it had answered`)))
  })
}

if (!isMainThread && parentPort) {
  const { module, name, given } = workerData as Call
  const functions: Record<string, (...given: readonly unknown[]) => Promise<unknown>> = await import(module)
  parentPort.postMessage(await functions[name]!(...given))
}
