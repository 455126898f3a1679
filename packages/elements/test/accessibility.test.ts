import '@aftercare/elements/define'
import 'axe-core/axe.min.js'
import { equal } from './support/expect.ts'
import { browserHere, clearPage } from './support/page.ts'
import { type Setting, states } from './support/states.ts'

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}
declare const axe: {
  run(element: Element, options?: object): Promise<{ readonly violations: readonly Violation[] }>
}

const themes = ['light', 'dark'] as const
const languages = ['en', 'zh-CN'] as const

const { full, browsers } = (await (await fetch('/test/settings')).json()) as {
  readonly full: boolean
  readonly browsers: readonly string[]
}

const all = themes.flatMap((theme) => languages.map((language) => ({ theme, language })))
/** Two settings that have each theme and each language once. */
const halves = [[all[0]!, all[3]!] as const, [all[1]!, all[2]!] as const] as const

/**
 * Every state meets every theme, every language and every browser, but not every combination of these, unless
 * everything is asked for: the first two browsers share a half, a third takes one of the other.
 */
function settingsOf(index: number): readonly Setting[] {
  if (full) return all
  const half = halves[index % 2 === 0 ? 0 : 1]
  if (browsers.length === 1) return half
  const place = browsers.indexOf(browserHere())
  if (place === 0 || place === 1) return [half[place]]
  return [halves[index % 2 === 0 ? 1 : 0][(index >> 1) % 2 === 0 ? 0 : 1]]
}

describe('accessibility', () => {
  afterEach(clearPage)

  Object.entries(states).forEach(([name, draw], index) => {
    for (const setting of settingsOf(index)) {
      it(`axe finds nothing: ${name}, ${setting.theme}, ${setting.language}`, async () => {
        const element = await draw(setting)
        // What fades in is judged when it is there.
        for (const animation of element.shadowRoot?.getAnimations() ?? []) animation.finish()
        const { violations } = await axe.run(element, { rules: { region: { enabled: false } } })
        equal(
          violations
            .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`)
            .join('\n'),
          '',
        )
      })
    }
  })
})
