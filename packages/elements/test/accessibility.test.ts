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
/** Two settings that have each theme and each language once: every state is in one of both halves. */
const halves = [[all[0]!, all[3]!] as const, [all[1]!, all[2]!] as const] as const

/**
 * Every state meets every theme and every language, but not every combination of these, unless everything is asked for: two
 * browsers share a half. Of three each leaves out every third state; what axe looks at hardly differs between them.
 */
function settingsOf(index: number): readonly Setting[] {
  if (full) return all
  const half = halves[index % 2 === 0 ? 0 : 1]
  if (browsers.length === 1) return half
  const taking = browsers.filter((_, place) => browsers.length < 3 || place !== index % 3)
  const place = taking.indexOf(browserHere())
  return place === 0 || place === 1 ? [half[place]] : []
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
