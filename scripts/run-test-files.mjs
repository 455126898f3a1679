// Runs files of node's tests in a few processes instead of one for each file: most of what a small file costs is loading
// what it tests, and that is loaded once for all files of a process.
// `node scripts/run-test-files.mjs GLOB… [--apart GLOB…]`: no process has files of two globs, and the files of the latter
// have one of their own.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** Of one process: fewer load the same more often, more leave a core idle at the end. */
const filesTogether = 9

/** One more than there are cores: tests also wait, for clocks, locks and processes. */
const atOnce = Math.max(2, availableParallelism()) + 1

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { apart: { type: 'string', multiple: true, default: [] } },
})
const apart = values.apart.map(filesOf)

/** A glob that finds nothing is a mistake: its tests would be missed by nobody. */
function filesOf(glob) {
  const files = globSync(glob)
  if (files.length === 0) throw new Error(`There are no tests at ${glob}.`)
  return files
}

/** The files of a glob in groups of about the same size. */
function grouped(glob) {
  const files = filesOf(glob).filter((file) => !apart.flat().includes(file))
  const count = Math.ceil(files.length / filesTogether)
  return Array.from({ length: count }, (_, group) => files.filter((_, index) => index % count === group))
}

// Those that want a process for themselves are long, and begin first.
const groups = [...apart, ...positionals.flatMap(grouped)]

/** Runs the tests of some files in one process; resolves with what it printed, and whether all passed. */
function runTogether(group) {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--disable-warning=ExperimentalWarning', '--test', '--test-isolation=none'],
        ...['--test-timeout=240000', '--import', './scripts/end-hanging-tests.mjs', ...group],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk
      })
    }
    child.on('close', (code, signal) => {
      if (signal) output += `\n✖ ended by ${signal}: ${group.join(', ')}\n`
      resolve({ output, passed: code === 0, took: (performance.now() - began) / 1000, group })
    })
  })
}

const results = []
async function work() {
  for (let group = groups.shift(); group; group = groups.shift()) results.push(await runTogether(group))
}
await Promise.all(Array.from({ length: atOnce }, work))

// What failed comes last, where it is looked for.
for (const { output } of results.sort((one, other) => Number(other.passed) - Number(one.passed))) console.log(output)
// Where the time went is looked for here when it grows.
for (const { took, group } of results.sort((one, other) => other.took - one.took).slice(0, 12)) {
  console.log(`${took.toFixed(1)} s: ${group.join(', ')}`)
}
process.exitCode = results.length > 0 && results.every(({ passed }) => passed) ? 0 : 1
