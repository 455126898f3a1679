// The quick-start as a person starts it: `scripts/start.mjs` as a process of its own, with a real data folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Runs one of the project's scripts; `output()` is what it has printed so far. */
export function runScript(file, args = [], env = {}) {
  // The tests run the packages' sources; what a person starts runs what was built.
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  return { child, output: () => output, exited: once(child, 'exit').then(([code, signal]) => code ?? signal) }
}

export const newDataDir = () => mkdtemp(join(tmpdir(), 'tidewater-'))

/**
 * Starts Tidewater on a free port and waits until it has printed its address.
 *
 * @param dataDir Absent: a new one, removed at `stop`.
 */
export async function startTidewater({ dataDir, args = [] } = {}) {
  const folder = dataDir ?? (await newDataDir())
  const { child, output, exited } = runScript('scripts/start.mjs', ['--port', '0', '--data-dir', folder, ...args])
  const deadline = Date.now() + 120_000
  let url
  while (!url) {
    url = /running at (\S+)/.exec(output())?.[1]
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Tidewater did not start:\n${output()}`)
    if (!url) await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return {
    url,
    dataDir: folder,
    output,
    /** Ctrl-C; answers the exit code. */
    async stop() {
      child.kill('SIGINT')
      const code = await exited
      if (!dataDir) await rm(folder, { recursive: true, force: true })
      return code
    },
  }
}
