import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { bundled } from './bundled.ts'

const bin = () => bundled('bin/aftercare.js')
const nodeOptions = ['--disable-warning=ExperimentalWarning']

/** `aftercare serve` as a process of its own, as an operator runs it. */
export interface Served {
  /** Of the routes, base path included. */
  readonly url: string
  readonly process: ChildProcess
  /** What it has written so far, to standard output and standard error. */
  output(): string
  /** Ends it with a signal and waits until it is gone; resolves with its exit code. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null>
}

/** Runs another command of `aftercare` to its end; resolves with what it printed. */
export async function aftercare(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, await bin(), ...args])
  return stdout.trim()
}

/**
 * @param wrapper a command to run it under, with its own arguments
 * @param more what else it is told
 */
export async function serveProcess(
  dataDir: string,
  wrapper: readonly string[] = [],
  more: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Served> {
  const [command, ...args] = [
    ...wrapper,
    process.execPath,
    ...nodeOptions,
    await bin(),
    'serve',
    '--port',
    '0',
    '--data-dir',
    dataDir,
    ...(more.args ?? []),
  ]
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...more.env } })
  // A test that fails half-way leaves no server behind.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  void gone.then(() => process.off('exit', kill))
  return new Promise((resolve, reject) => {
    let said = ''
    const look = (line: string) => {
      said += `${line}\n`
      const { address } = line.startsWith('{') ? JSON.parse(line) : {}
      if (!address) return
      resolve({
        url: `${address}/support`,
        process: child,
        output: () => said,
        end(signal) {
          child.kill(signal)
          return gone
        },
      })
    }
    createInterface(child.stdout!).on('line', look)
    createInterface(child.stderr!).on('line', look)
    child.once('error', reject)
    void gone.then((code) => reject(new Error(`aftercare serve ended with ${code}:\n${said}`)))
  })
}
