import '@aftercare/elements/define'
import 'axe-core/axe.min.js'
import { equal } from './support/expect.ts'
import { clearPage } from './support/page.ts'
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

const { full } = (await (await fetch('/test/settings')).json()) as { full: boolean }

/** Each state in each theme and each language, but not in each pair of these, unless everything is asked for. */
function settingsOf(index: number): readonly Setting[] {
  const all = themes.flatMap((theme) => languages.map((language) => ({ theme, language })))
  return full ? all : all.filter((_, at) => (at === 0 || at === 3) === (index % 2 === 0))
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
