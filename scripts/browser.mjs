// The one browser that tests, screenshots and measurements use: CHROME_PATH, else an installed Chrome or
// Chromium, else the headless build that @sparticuz/chromium carries (Linux).
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome.exe']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .filter((name) => process.env[name])
    .map((name) => join(process.env[name], 'Google/Chrome/Application/chrome.exe')),
]

const onPath = (names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))

/** Flags for every launch. As root Chromium refuses its own sandbox. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Path of the browser's executable; throws one line that says what to install. */
export async function findBrowser() {
  const { CHROME_PATH } = process.env
  if (CHROME_PATH) {
    if (existsSync(CHROME_PATH)) return CHROME_PATH
    throw new Error(`CHROME_PATH names ${CHROME_PATH}, and there is nothing.`)
  }
  const installed = [...onPath(names), ...applications].find((file) => existsSync(file))
  if (installed) return installed
  if (process.platform === 'linux') {
    try {
      const { default: packaged } = await import('@sparticuz/chromium')
      return await packaged.executablePath()
    } catch {
      // Falls through to the one line below.
    }
  }
  throw new Error('No browser found: install Google Chrome or Chromium, or set CHROME_PATH to its executable.')
}

/** A browser driven by Playwright. Close it when done. */
export async function launchBrowser(options = {}) {
  const { chromium } = await import('playwright-core')
  const executablePath = options.executablePath ?? (await findBrowser())
  return chromium.launch({ args: browserFlags, ...options, executablePath })
}

/**
 * The same engine without the windows around it, where it is installed and no other browser is asked for: a new window
 * takes it half the processor time. It has no screen to give a picture of.
 */
export function launchWindowless(options = {}) {
  const shell = process.env.CHROME_PATH
    ? undefined
    : onPath(['chromium-headless-shell']).find((file) => existsSync(file))
  return launchBrowser({ ...(shell && { executablePath: shell }), ...options })
}
