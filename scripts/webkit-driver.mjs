// WebKitGTK for tests: its driver and, where there is no display, a virtual one. Both end with this process.
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))

const miniBrowser = () => globSync('/usr/{lib,libexec}/{*/,}webkit2gtk-4.*/MiniBrowser').at(-1)

/** Whether the driver, the browser and a display are installed. */
export const hasWebKit = () =>
  Boolean(onPath('WebKitWebDriver') && miniBrowser() && (process.env.DISPLAY || onPath('Xvfb')))

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address()
        server.close(() => resolve(port))
      })
  })
}

function start(command, args, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], ...options })
  process.on('exit', () => child.kill())
  return child
}

/** Lets Xvfb choose a free display and say which. */
function virtualDisplay() {
  return new Promise((resolve, reject) => {
    const child = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'])
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    child.stdio[3].once('data', (number) => resolve(`:${String(number).trim()}`))
  })
}

/** Starts the driver; resolves to its port and to what WebDriver needs to know of the browser. */
export async function startWebKitDriver() {
  const env = { ...process.env, DISPLAY: process.env.DISPLAY || (await virtualDisplay()) }
  const port = await freePort()
  start('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { env })
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${port}/status`)
      .then((answer) => answer.ok)
      .catch(() => false)
    if (answers) {
      return {
        port,
        capabilities: {
          'wdio:enforceWebDriverClassic': true,
          'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
        },
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('WebKitWebDriver does not answer.')
}
