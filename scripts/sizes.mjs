// docs/sizes.md and docs/benchmarks.md hold what `pnpm bench sizes` measures: `--write` updates them, `--check` fails when
// a figure in them has moved, when a bar is broken, or when a built file is over its limit (.size-limit.json).
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kilobytes } from './bench/sizes/page.mjs'
import { bars, measureSizes } from './bench/sizes.mjs'

const root = join(import.meta.dirname, '..')
/** Answers of the server carry instants and numbers of varying length; code does not move by so little. */
const tolerance = 64

const names = {
  form_initial: 'Ticket form with its provider, until a person can type into it',
  form_total: 'The same, until the ticket is submitted',
  form_service: 'With `service`: the preset’s form of an incident and the definition itself, until it is submitted',
  client_initial: 'Headless client, before first use',
  status: 'Status element alone, once it has read a feed of anybody’s',
}

function table(figures) {
  const rows = Object.entries(names).map(
    ([key, name]) =>
      `| ${name} | \`${key}\` | ${figures[key]} | ${kilobytes(figures[key])} | ${kilobytes(bars[key])} |`,
  )
  return ['| What | Figure | Bytes | | Bar |', '| --- | --- | ---: | ---: | ---: |', ...rows].join('\n')
}

const line = (figures) =>
  `sizes ${Object.entries(figures)
    .map((pair) => pair.join('='))
    .join(' ')}`

/** What each document says of the figures, and how a figure of a key is read from it. */
const documents = {
  'docs/sizes.md': { say: table, read: (key) => new RegExp(`\\| \`${key}\` \\| (\\d+) \\|`) },
  'docs/benchmarks.md': {
    say: (figures) => `\`\`\`text\n${line(figures)}\n\`\`\``,
    read: (key) => new RegExp(`^sizes .*\\b${key}=(\\d+)`, 'm'),
  },
}

const marks = /(?<=<!-- sizes -->\n)[\s\S]*?(?=\n<!-- \/sizes -->)/

function problemsOf(texts, figures) {
  const problems = []
  for (const key of Object.keys(names)) {
    for (const [name, text] of texts) {
      const written = Number(documents[name].read(key).exec(text)?.[1])
      if (Math.abs(written - figures[key]) <= tolerance) continue
      problems.push(
        `${name} says ${key} is ${written || 'nothing'}, measured ${figures[key]}: run scripts/sizes.mjs --write`,
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
const texts = await Promise.all(
  Object.keys(documents).map(async (name) => [name, await readFile(join(root, name), 'utf8')]),
)
if (mode === '--write') {
  for (const [name, text] of texts) {
    await writeFile(join(root, name), text.replace(marks, documents[name].say(figures)))
  }
} else {
  const problems = problemsOf(texts, figures)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
}
console.log(line(figures))
