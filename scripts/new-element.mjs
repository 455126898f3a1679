// `pnpm new:element COLUMN/NAME` writes the folder of a new element: class, definition, styles and a test that
// begins with accessibility. One line in packages/elements/src/index.ts and one in src/define.ts complete it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const elements = join(import.meta.dirname, '../packages/elements')
const [wanted = ''] = process.argv.slice(2)
const [column, name] = wanted.includes('/') ? wanted.split('/') : ['tickets', wanted]

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? '') || !/^[a-z]+$/.test(column)) {
  console.error('Say what it is called, in kebab-case and without the prefix: pnpm new:element status/status-badge')
  process.exit(2)
}
const folder = join(elements, 'src', column, name)
if (existsSync(folder)) {
  console.error(`There is a packages/elements/src/${column}/${name} already.`)
  process.exit(1)
}

const pascal = name.replace(/(^|-)(\w)/g, (_, __, letter) => letter.toUpperCase())
const camel = pascal[0].toLowerCase() + pascal.slice(1)
const { version } = JSON.parse(readFileSync(join(elements, 'package.json'), 'utf8'))

const files = {
  [`src/${column}/${name}/${name}.ts`]: `import { html, type PropertyDeclarations } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { wordsFor } from '../../base/locale.ts'
import { ${camel}Styles } from './${name}-styles.ts'

/**
 * @summary What it is for, in a sentence.
 * @tagname aftercare-${name}
 * @status experimental
 * @since ${version.replace(/\.\d+$/, '')}
 *
 * @csspart content - What it shows.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; links and focus are mixed from it.
 */
export class Aftercare${pascal} extends AftercareElement {
  static override styles = [baseStyles, ${camel}Styles]

  static override properties: PropertyDeclarations = {}

  protected override wordsFor = wordsFor

  protected override render(): unknown {
    return html\`<div part="content" lang=\${this.words.tag}></div>\`
  }
}
`,
  [`src/${column}/${name}/${name}-styles.ts`]: `import { css } from 'lit'

export const ${camel}Styles = css\`
  div {
    display: grid;
    gap: 8px;
  }
\`
`,
  [`src/${column}/${name}/define.ts`]: `import { defineElement } from '../../base/define-element.ts'
import { Aftercare${pascal} } from './${name}.ts'

defineElement('${name}', Aftercare${pascal})

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-${name}': Aftercare${pascal}
  }
}
`,
  [`test/${name}.test.ts`]: `import '../src/${column}/${name}/define.ts'
import 'axe-core/axe.min.js'
import { equal } from './support/expect.ts'
import { clearPage, show } from './support/page.ts'

declare const axe: { run(element: Element): Promise<{ readonly violations: readonly { readonly id: string }[] }> }

describe('${name.replaceAll('-', ' ')}', () => {
  afterEach(clearPage)

  it('has nothing that axe finds', async () => {
    const element = await show('aftercare-${name}')
    const { violations } = await axe.run(element)
    equal(violations.map(({ id }) => id).join(), '')
  })
})
`,
}

for (const [file, text] of Object.entries(files)) {
  mkdirSync(join(elements, file, '..'), { recursive: true })
  writeFileSync(join(elements, file), text)
  console.log(`packages/elements/${file}`)
}
console.log(`
Now add to packages/elements/src/index.ts, in its order,
  export { Aftercare${pascal} } from './${column}/${name}/${name}.ts'
to packages/elements/src/define.ts
  import './${column}/${name}/define.ts'
and to "exports" in packages/elements/package.json a "./${name}/define".`)
