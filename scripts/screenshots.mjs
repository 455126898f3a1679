// Screenshots of every widget in every state that can be reached, in both languages, light and dark, at 360
// and 1280 px, and from right to left: `.artefacts/screenshots/`. Names given as arguments pick scenes, `en.light.360` and the like combinations.
// `--readme` renews docs/images/quick-start.png instead.
import { build } from './build.mjs'
import { scenes } from './screenshots/scenes.mjs'

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
/** `en.light.1280` and the like pick combinations, everything else scenes. */
const isCombination = (argument) => argument.includes('.')
const names = given.filter((argument) => !isCombination(argument))
const unknown = names.find((name) => !Object.hasOwn(scenes, name))
if (unknown !== undefined) {
  console.error(`There is no scene "${unknown}"; there are ${Object.keys(scenes).join(', ')}.`)
  process.exit(2)
}
await build()
// What takes them serves what was built: it is loaded when that is current.
const { takeAll, takeReadme } = await import('./screenshots/take-all.mjs')
const failed = process.argv.includes('--readme')
  ? await takeReadme()
  : await takeAll({ names, combinations: given.filter(isCombination) })
for (const line of failed) console.error(line)
process.exit(failed.length > 0 ? 1 : 0)
