// Whatever a document claims is checked: links lead somewhere, samples compile, elements and attributes in HTML exist,
// commands are real, and generated tables are current. `--write` renews the tables.
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemCodes } from '../packages/protocol/dist/index.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const write = process.argv.includes('--write')
const faults = []

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('packages/*/README.md', { cwd: root }),
]
const read = (name) => readFileSync(join(root, name), 'utf8')

/** GitHub's anchor of a heading. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

function* fencesOf(text) {
  for (const match of text.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm)) {
    yield { language: match[1], code: match[2], line: text.slice(0, match.index).split('\n').length }
  }
}

function checkLinks(name, text) {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')
  for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?:|mailto:)/.test(target)) continue
    const [path, anchor] = target.split('#')
    const file = path ? resolve(root, dirname(name), path) : join(root, name)
    if (!existsSync(file)) faults.push(`${name}: the link ${target} leads nowhere`)
    else if (anchor && file.endsWith('.md')) {
      const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading))
      if (!anchors.includes(anchor)) faults.push(`${name}: ${target} names no heading`)
    }
  }
}

/** Files and folders that are named in prose exist, as far as they are of this repository and not a pattern. */
function checkPaths(name, text) {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '')
  for (const [, path] of prose.matchAll(/`((?:packages|scripts|docs|tests|examples)\/[^`\s]*)`/g)) {
    if (!/[<>*{}]|\/NAME/.test(path) && !existsSync(join(root, path))) faults.push(`${name}: there is no ${path}`)
  }
}

/** Type-checks all samples together, each as its own module inside the repository so that packages resolve. */
function checkSamples(samples) {
  const folder = join(root, 'tests/samples')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    const origins = new Map()
    samples.forEach(({ origin, language, code }, index) => {
      const file = `sample-${index}.${language === 'js' ? 'mjs' : 'ts'}`
      origins.set(file, origin)
      writeFileSync(join(folder, file), `${code}\nexport {}\n`)
    })
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.tests.json',
        compilerOptions: { allowJs: true, checkJs: true, noUnusedLocals: false },
        include: ['.'],
      }),
    )
    try {
      execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
        cwd: root,
        encoding: 'utf8',
      })
    } catch (error) {
      for (const line of String(error.stdout).trim().split('\n')) {
        const file = /sample-\d+\.\w+/.exec(line)?.[0]
        faults.push(file ? `${origins.get(file)}: ${line}` : line)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function checkHtml(origin, code, elements) {
  for (const [, tag, attributes] of code.matchAll(/<(aftercare-[a-z-]+)([^>]*)>/g)) {
    const known = elements.get(tag)
    if (!known) {
      faults.push(`${origin}: there is no element <${tag}>`)
      continue
    }
    for (const [, attribute] of attributes.replace(/"[^"]*"/g, '""').matchAll(/\s([a-z][a-z-]*)(?==|\s|$)/g)) {
      if (!known.has(attribute) && !['id', 'class', 'slot', 'lang', 'dir', 'hidden'].includes(attribute)) {
        faults.push(`${origin}: <${tag}> has no attribute ${attribute}`)
      }
    }
  }
}

function elementsOfManifest() {
  const manifest = JSON.parse(read('packages/elements/dist/custom-elements.json'))
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []).filter((each) => each.tagName)
  return new Map(
    declarations.map((each) => [each.tagName, new Set((each.attributes ?? []).map((attribute) => attribute.name))]),
  )
}

const scripts = JSON.parse(read('package.json')).scripts
function checkShell(origin, code) {
  for (const line of code.split('\n').filter((each) => each.trim() && !each.startsWith('#'))) {
    const [command, first, second] = line
      .replace(/^(\w+=\S+\s+)*/, '')
      .trim()
      .split(/\s+/)
    const name = first === 'run' ? second : first
    if (['npm', 'pnpm'].includes(command)) {
      if (!['install', 'add', 'i'].includes(name) && !(name in scripts)) faults.push(`${origin}: no script ${name}`)
    } else if (command === 'node') {
      const file = line
        .trim()
        .split(/\s+/)
        .find((word) => /\.(mjs|ts|js)$/.test(word))
      if (file && !existsSync(join(root, file))) faults.push(`${origin}: no file ${file}`)
    }
  }
}

function problemTable() {
  const source = read('packages/protocol/src/wire/problem.ts')
  const rows = Object.entries(problemCodes).map(([code, [status, title]]) => {
    const comment = new RegExp(`/\\*\\* ([^\\n]*) \\*/\\n  ${code}:`).exec(source)?.[1]
    if (!comment) faults.push(`packages/protocol: ${code} has no comment that says its cause`)
    return `| \`${code}\` | ${status} | ${title}. ${comment} |`
  })
  return ['| code | status | meaning, cause, what to do |', '| --- | --- | --- |', ...rows].join('\n')
}

function checkGenerated(name, key, content) {
  const pattern = new RegExp(`(<!-- ${key}:begin -->\\n)[\\s\\S]*?(<!-- ${key}:end -->)`)
  const text = read(name)
  const wanted = text.replace(pattern, (_, begin, end) => `${begin}\n${content}\n\n${end}`)
  if (text === wanted) return
  if (write) writeFileSync(join(root, name), wanted)
  else faults.push(`${name}: the table "${key}" is not current; node scripts/check-docs.mjs --write renews it`)
}

/** Each bench has a section with date, machine and command, and the last line it printed, of the keys it prints today. */
function checkBenchmarks(name) {
  const sections = read(name).split(/^## /m).slice(1)
  for (const file of globSync('scripts/bench/*.mjs', { cwd: root })) {
    const bench = /([a-z-]+)\.mjs$/.exec(file)[1]
    const measured = new RegExp(`^\\d{4}-\\d\\d-\\d\\d, .*\`pnpm bench ${bench}\\b.*\`$`, 'm')
    const section = sections.find((each) => measured.test(each)) ?? ''
    const line = new RegExp(`^${bench}(?: \\w+=[\\d.]+)+$`, 'm').exec(section)?.[0]
    if (!line) faults.push(`${name}: no section with date, machine, command and last line of pnpm bench ${bench}`)
    // Where one template says all of the line.
    const printed = new RegExp(`\`${bench} \\w+=.*(?=\`)`).exec(read(file))?.[0]
    const keysOf = (text) => [...text.matchAll(/(\w+)=/g)].map(([, key]) => key).join(' ')
    if (line && printed && keysOf(printed) !== keysOf(line)) faults.push(`${name}: ${bench} prints ${keysOf(printed)}`)
  }
}

checkGenerated('docs/protocol.md', 'problems', problemTable())
checkBenchmarks('docs/benchmarks.md')
const elements = elementsOfManifest()
const samples = []
for (const name of documents.filter((each) => existsSync(join(root, each)))) {
  const text = read(name)
  checkLinks(name, text)
  checkPaths(name, text)
  for (const { language, code, line } of fencesOf(text)) {
    const origin = `${relative(root, join(root, name))}:${line}`
    if (['ts', 'js'].includes(language)) samples.push({ origin, language, code })
    else if (language === 'html') checkHtml(origin, code, elements)
    else if (['sh', 'bash', 'shell'].includes(language)) checkShell(origin, code)
    else if (!['mermaid', 'json', 'text', 'http', 'css'].includes(language))
      faults.push(`${origin}: a fence without a language`)
  }
}
checkSamples(samples)
for (const fault of faults) console.error(fault)
console.log(`${documents.length} documents, ${samples.length} samples: ${faults.length} faults.`)
process.exit(faults.length === 0 ? 0 : 1)
