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

/**
 * Unless everything is asked for, the browsers share the states, and each state meets one theme and one language, in turns:
 * what axe looks at hardly differs between them.
 */
function settingsOf(index: number): readonly Setting[] {
  if (full) return all
  return browsers[index % browsers.length] === browserHere() ? [all[index % all.length]!] : []
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
