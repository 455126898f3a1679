// A browser that dies in the middle of something: Chromium as a process group of its own over a profile that stays.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chromium } from 'playwright-core'
import { browserFlags, findBrowser } from '../../browser.mjs'

/** Starts Chromium over a profile; `kill` ends all of its processes at once, as the system would. */
export async function startBrowser(profile) {
  const flags = [...browserFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(await findBrowser(), [...flags, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = once(child, 'exit')
  // A bench that fails half-way leaves no browser behind.
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has gone already.
    }
  }
  process.once('exit', kill)
  const address = await new Promise((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (found) resolve(found)
    })
    gone.then(() => reject(new Error(`The browser ended:\n${said}`)))
  })
  const browser = await chromium.connectOverCDP(address)
  return {
    context: browser.contexts()[0],
    async kill() {
      kill()
      await gone
      process.off('exit', kill)
      await browser.close().catch(() => {})
    },
  }
}
