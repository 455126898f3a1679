import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startQuickStart } from '../../examples/quick-start/server.mjs'
import { browserFlags, launchBrowser } from '../browser.mjs'
import { raiseCases } from './cases.mjs'
import { captureReadme } from './readme.mjs'
import { raiseSamples } from './samples.mjs'
import { rightToLeft, scenes } from './scenes.mjs'
import { take } from './take.mjs'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.artefacts/screenshots')

const languages = ['en', 'zh-CN']
const themes = ['light', 'dark']
const widths = [1280, 360]
const matrix = languages.flatMap((language) =>
  themes.flatMap((theme) => widths.map((width) => ({ language, theme, width, rtl: false }))),
)

// Blink's own words for "a finger, and nothing hovers": Playwright's touch emulation leaves them as they are.
const finger = 'primaryPointerType=2,availablePointerTypes=2,primaryHoverType=1,availableHoverTypes=1'

/** The quick start with its browsers, for as long as something is done with them. */
async function withQuickStart(work) {
  const opened = []
  try {
    const open = async (made) => {
      opened.push(await made)
      return opened.at(-1)
    }
    return await work({
      browser: await open(launchBrowser()),
      phone: await open(launchBrowser({ args: [...browserFlags, `--blink-settings=${finger}`] })),
      host: await open(startQuickStart({ port: 0 })),
    })
  } finally {
    for (const each of opened) await each.close()
  }
}

/** The combinations that a scene is drawn in. */
function combinationsOf(name) {
  const rtl = rightToLeft.includes(name)
    ? widths.map((width) => ({ language: 'en', theme: 'light', width, rtl: true }))
    : []
  return [...matrix, ...rtl]
}

/** `en.light.360`, `en.light.360.rtl` */
const calledOf = ({ language, theme, width, rtl }) => [language, theme, width, ...(rtl ? ['rtl'] : [])].join('.')

/**
 * Takes pictures of scenes in combinations, of all where none is named.
 *
 * @returns a line for each that could not be taken
 */
export async function takeAll({ names, combinations }) {
  return withQuickStart(async ({ browser, phone, host }) => {
    const conversations = await raiseSamples(host.world)
    const cases = await raiseCases(host.world)
    const samples = Object.fromEntries(
      languages.map((language) => [language, { ticket: conversations[language], ...cases[language] }]),
    )
    if (names.length === 0) await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    let taken = 0
    const failed = []
    for (const name of names.length > 0 ? names : Object.keys(scenes)) {
      for (const combination of combinationsOf(name)) {
        const called = calledOf(combination)
        if (combinations.length > 0 && !combinations.includes(called)) continue
        const of = { browser: combination.width < 500 ? phone : browser, host, samples }
        try {
          await take(of, scenes[name], { ...combination, file: join(folder, `${name}.${called}.png`) })
          taken++
        } catch (error) {
          failed.push(`${name}.${called}: ${error.message.split('\n')[0]}`)
        }
      }
      console.log(`${name} …`)
    }
    console.log(`${taken} screenshots in .artefacts/screenshots`)
    return failed
  })
}

/** Renews the one picture of the README. */
export async function takeReadme() {
  const png = await withQuickStart(({ browser, host }) => captureReadme(browser, host))
  await mkdir(join(root, 'docs/images'), { recursive: true })
  await writeFile(join(root, 'docs/images/quick-start.png'), png)
  console.log(`docs/images/quick-start.png, ${png.length} bytes`)
  return []
}
