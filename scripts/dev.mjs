// `pnpm dev`: builds, serves the quick-start, and does both again when a source changes; open pages reload.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'

const root = join(import.meta.dirname, '..')
const watched = [
  'packages/protocol/src',
  'packages/client/src',
  'packages/server/src',
  'packages/elements/src',
  'examples',
]
const args = process.argv.slice(2)

let server
let timer
let working = false
let again = false

function serve() {
  server = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TIDEWATER_RELOAD: '1' },
  })
}

async function stopServer(signal = 'SIGTERM') {
  if (!server || server.exitCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  if (signal) server.kill(signal)
  await gone
}

async function rebuild() {
  if (working) {
    again = true
    return
  }
  working = true
  do {
    again = false
    try {
      await build()
      await stopServer()
      serve()
    } catch (error) {
      // The last good build keeps running while the mistake is corrected.
      console.error(error.message)
    }
  } while (again)
  working = false
}

for (const folder of watched) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (!file || file.includes('node_modules')) return
    clearTimeout(timer)
    timer = setTimeout(rebuild, 150)
  })
}

async function stop(signal) {
  await stopServer(signal)
  process.exit(0)
}

// Ctrl-C reaches the server as well: it is waited for, and not told twice.
process.on('SIGINT', () => stop(null))
process.on('SIGTERM', () => stop('SIGTERM'))

await rebuild()
