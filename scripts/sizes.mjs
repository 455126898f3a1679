// docs/sizes.md holds what `pnpm bench sizes` measures: `--write` updates it, `--check` fails when a figure
// in it has moved, when a bar is broken, or when a built file is over its limit (.size-limit.json).
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bars, measureSizes } from './bench/sizes.mjs'
import { kilobytes } from './bench/sizes-page.mjs'

const root = join(import.meta.dirname, '..')
const file = join(root, 'docs/sizes.md')
/** Answers of the server carry instants and numbers of varying length; code does not move by so little. */
const tolerance = 64

const names = {
  form_initial: 'Ticket form with its provider, until a person can type into it',
  form_total: 'The same, until the ticket is submitted',
  client_initial: 'Headless client, before first use',
}

function table(figures) {
  const rows = Object.entries(names).map(
    ([key, name]) =>
      `| ${name} | \`${key}\` | ${figures[key]} | ${kilobytes(figures[key])} | ${kilobytes(bars[key])} |`,
  )
  return ['| What | Figure | Bytes | | Bar |', '| --- | --- | ---: | ---: | ---: |', ...rows].join('\n')
}

const marks = /(?<=<!-- sizes -->\n)[\s\S]*?(?=\n<!-- \/sizes -->)/

function problemsOf(document, figures) {
  const problems = []
  for (const key of Object.keys(names)) {
    const written = Number(new RegExp(`\\| \`${key}\` \\| (\\d+) \\|`).exec(document)?.[1])
    if (!(Math.abs(written - figures[key]) <= tolerance)) {
      problems.push(
        `docs/sizes.md says ${key} is ${written || 'nothing'}, measured ${figures[key]}: run scripts/sizes.mjs --write`,
      )
    }
    if (figures[key] > bars[key]) problems.push(`${key} is ${figures[key]} bytes, the bar is ${bars[key]}`)
  }
  const limits = spawnSync(process.execPath, [join(root, 'node_modules/size-limit/bin.js')], {
    cwd: root,
    encoding: 'utf8',
  })
  if (limits.status !== 0) problems.push(`size-limit: ${limits.stdout}${limits.stderr}`)
  return problems
}

const mode = process.argv[2]
if (mode !== '--check' && mode !== '--write') {
  console.error('Say --check or --write.')
  process.exit(2)
}
const { figures } = await measureSizes()
const document = await readFile(file, 'utf8')
if (mode === '--write') await writeFile(file, document.replace(marks, table(figures)))
else {
  const problems = problemsOf(document, figures)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
}
console.log(
  `sizes ${Object.entries(figures)
    .map((pair) => pair.join('='))
    .join(' ')}`,
)
