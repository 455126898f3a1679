import { Worker as Thread } from 'node:worker_threads'

/** A file for browsers' workers in a thread of Node, behind the part of their interface that it uses. */
export function nodeWorker(file: string): Worker {
  const thread = new Thread(
    `const { parentPort } = require('node:worker_threads')
     globalThis.postMessage = (message) => parentPort.postMessage(message)
     import(${JSON.stringify(file)}).then(() => parentPort.on('message', (data) => globalThis.onmessage({ data })))`,
    { eval: true },
  )
  const worker = {
    onmessage: (_: { data: unknown }) => {},
    onerror: (_: { preventDefault(): void }) => {},
    postMessage: (message: unknown) => thread.postMessage(message),
    terminate: () => void thread.terminate(),
  }
  thread.on('message', (data) => worker.onmessage({ data }))
  thread.on('error', () => worker.onerror({ preventDefault() {} }))
  // Of what a browser's worker can do no more is asked.
  return worker as unknown as Worker
}
