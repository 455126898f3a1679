// A part of a bench that runs in a process of its own, so that what it does is not measured with the rest.
import { fork } from 'node:child_process'

/**
 * Starts a module as a process that is spoken to by one question and one answer at a time: it listens to `message`, answers
 * with `process.send`, and ends at `disconnect`. What is asked of a process that ends meanwhile rejects.
 *
 * @param {string} address of the module, as `import.meta.resolve` gives it
 * @param {readonly string[]} flags of Node's, besides those of every bench
 */
export function startPart(address, flags = []) {
  const child = fork(new URL(address), {
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning', ...flags],
  })
  const name = address.slice(address.lastIndexOf('/') + 1)
  return {
    stop: () => child.connected && child.disconnect(),
    ask: (question) =>
      new Promise((resolve, reject) => {
        const gone = (code) => reject(new Error(`${name} ended with ${code}`))
        child.once('exit', gone)
        child.once('message', (answer) => {
          child.off('exit', gone)
          resolve(answer)
        })
        child.send(question)
      }),
  }
}
