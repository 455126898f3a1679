// Everything that CI runs, as a list of checks: `npm test`, `pnpm test:quick`, `pnpm verify:full`.
// Each check says when it starts and ends; what failed is printed whole. The last line counts them all.
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, stripVTControlCharacters } from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const node = process.execPath

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, list: { type: 'boolean' } },
})

const bin = (name) => join(root, 'node_modules/.bin', name)
/** A test that hangs is a failed test, and a file that hangs a failed file: none takes so long on two busy cores. */
const timeout = ['--test-timeout=240000', '--import', './scripts/end-hanging-tests.mjs']
/** What a whole check may take. Then it is stopped, with everything that it started. */
const limit = (options.full ? 60 : 20) * 60_000
/** Left to itself, node runs one file fewer at a time than there are cores. */
const atOnce = `--test-concurrency=${Math.max(2, availableParallelism())}`
const suite = (...globs) => [
  ...[node, '--conditions=source', '--disable-warning=ExperimentalWarning', '--test', ...timeout, atOnce],
  ...globs,
]

const testsOf = (name) => `packages/${name}/test/**/*.test.ts`
/** In a few processes, each with many files of a package. */
const inProcesses = [node, 'scripts/run-test-files.mjs', ...['server', 'client', 'protocol'].map(testsOf)]
/** What changes things that all of a process share, what takes long, and what shares a PostgreSQL server. */
const apart = [
  'server/test/{storage,visitors,node/postgres}.test.ts',
  'server/test/{promises,lifecycle-model,queue-plans}.test.ts',
  'client/test/simulation/mutations.test.ts',
  'server/test/permissions.test.ts',
  'client/test/simulation/{server-contract,simulation}.test.ts',
]

/**
 * One command each; `counts` says how to read "N passed, N failed" from what it prints, else it counts as one.
 * What is `small` keeps one core busy and runs beside another of its kind; everything else has the machine for itself.
 * `after` names the check that makes what this one looks at. `again` is for real browsers on a busy machine: the command
 * that runs the few files once more in which something failed. What passes then passes, and is printed as unsteady.
 */
const checks = [
  { name: 'format and lint', small: true, command: [bin('biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'types', small: true, command: [bin('tsc'), '-b'] },
  { name: 'build', small: true, after: 'types', command: [node, 'scripts/build.mjs'] },
  { name: 'types of tests', small: true, after: 'types', command: [bin('tsc'), '-p', 'tsconfig.tests.json'] },
  { name: 'floors', small: true, command: [node, 'scripts/check-floors.mjs'] },
  { name: 'lint of elements', small: true, command: [bin('eslint'), 'packages/elements/src'] },
  { name: 'packages', small: true, after: 'build', command: [node, 'scripts/check-packages.mjs'], slow: true },
  { name: 'sizes', small: true, after: 'build', command: [node, 'scripts/sizes.mjs', '--check'], slow: true },
  { name: 'documents', small: true, after: 'build', command: [node, 'scripts/check-docs.mjs'] },
  { name: 'unused code and dependencies', small: true, command: [bin('knip')] },
  { name: 'mock', small: true, command: suite('packages/mock/test/**/*.test.ts'), counts: nodeTest },
  { name: 'scripts', small: true, command: suite('tests/scripts/*.test.mjs'), counts: nodeTest },
  {
    name: 'protocol, server and client',
    command: [...inProcesses, ...apart.flatMap((files) => ['--apart', `packages/${files}`])],
    counts: nodeTest,
  },
  {
    name: 'elements in browsers',
    command: [bin('wtr')],
    counts: webTestRunner,
    again: (output) => ofFiles(failedInBrowsers(output), (files) => [bin('wtr'), '--files', ...files]),
    slow: true,
  },
  {
    name: 'end to end',
    command: suite('tests/end-to-end/*.test.mjs'),
    counts: nodeTest,
    again: (output) => ofFiles(failedInNode(output), (files) => suite(...files)),
    slow: true,
  },
  // Each scene is reached as a person reaches it; one that cannot be is a failure.
  { name: 'screenshots', command: [node, 'scripts/screenshots.mjs'], full: true },
]

/** The summaries of node's own runner, one for each process that it ran in. */
function nodeTest(output) {
  const total = (word) =>
    [...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)$`, 'gm'))].reduce((sum, [, count]) => sum + Number(count), 0)
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: total('skipped') + total('todo'),
  }
}

/** The last line of each browser in @web/test-runner, which draws them again and again. */
function webTestRunner(output) {
  const line = /^(\w+): .*test files \| (\d+) passed, (\d+) failed(?:, (\d+) skipped)?/gm
  const last = new Map(
    [...output.matchAll(line)].map(([, browser, ...counts]) => [browser, counts.map((count) => Number(count ?? 0))]),
  )
  const total = (at) => [...last.values()].reduce((sum, counts) => sum + counts[at], 0)
  return { passed: total(0), failed: total(1), skipped: total(2) }
}

/** Files with a failed test, as @web/test-runner reports them: a heading each, and a cross per failure. */
function failedInBrowsers(output) {
  const blocks = output.split(/^(?=packages\/\S+\.test\.ts:$)/m)
  return blocks.filter((block) => block.includes(' ❌ ')).map((block) => block.slice(0, block.indexOf(':')))
}

/** The same as node's own runner reports them. */
function failedInNode(output) {
  return [...failureOf(output).matchAll(/^test at (\S+?):\d+:\d+$/gm)].map(([, file]) => file)
}

/** Many failures are no accident. */
function ofFiles(found, command) {
  const files = [...new Set(found)]
  return files.length > 0 && files.length <= 3 ? command(files) : undefined
}

/**
 * Runs a command as the leader of a group of processes, and ends what is left of the group when the command has ended:
 * a browser that was forgotten must not keep the pipes, and with them this script, open.
 */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const env = {
      ...{ ...process.env, FORCE_COLOR: '0', ...(options.full ? { FULL: '1' } : {}) },
      // Each file of tests is a process that would strip and compile the same sources anew.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    }
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    groups.add(child.pid)
    const endGroup = () => {
      groups.delete(child.pid)
      killGroup(child.pid)
    }
    const timer = setTimeout(() => {
      keep(`\nStopped, as it had not ended after ${limit / 60_000} minutes. What ran then:\n${processes()}`)
      endGroup()
    }, limit)
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('exit', endGroup)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output: stripVTControlCharacters(output) })
    })
  })
}

function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody of it is left.
  }
}

const processes = () => spawnSync('ps', ['-eo', 'pid,ppid,etimes,args', '--cols', '200'], { encoding: 'utf8' }).stdout

// Ctrl-C reaches the groups only through here, as each is a group of its own.
const groups = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const leader of groups) killGroup(leader)
    process.exit(1)
  })
}

/** A check that prints counts yields them; whatever its counts say, a bad exit is at least one failure. */
async function runCheck(check) {
  const began = performance.now()
  const { code, output } = await run(check.command)
  const counted = check.counts?.(output) ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 }
  if (code !== 0 && counted.failed === 0) counted.failed = 1
  // A suite that ran nothing proves nothing.
  if (code === 0 && counted.passed === 0) counted.failed = 1
  const again = counted.failed > 0 && check.again?.(output)
  const second = again && (await run(again))
  const cured = second?.code === 0 && check.counts(second.output).passed > 0
  if (cured) {
    counted.passed += counted.failed
    counted.failed = 0
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : ''
  const mark = counted.failed === 0 ? '✔' : '✖'
  console.log(`${mark} ${check.name}: ${counted.passed} passed, ${counted.failed} failed${skipped} (${seconds} s)`)
  for (const [, reason] of output.matchAll(/^\s*(?:﹣|- )(.*# SKIP.*)$/gm)) console.log(`  skipped: ${reason}`)
  if (cured) console.log('  unsteady, passed when run once more; at first it said:')
  if (cured || counted.failed > 0) console.log(failureOf(output).replace(/^/gm, '  │ '))
  if (second && !cured) console.log(`  and when run once more:\n${failureOf(second.output).replace(/^/gm, '  │ ')}`)
  return counted
}

/** What to show of a failed check: node's runner repeats the failures at its end, the others are short. */
function failureOf(output) {
  const repeated = output.indexOf('✖ failing tests:')
  const text = repeated >= 0 ? output.slice(repeated) : output
  return text.length > 12_000 ? `… ${text.slice(-12_000)}` : text
}

function mayBegin({ small, after }) {
  const others = [...running.keys()]
  if (!small) return others.length === 0
  return others.length < 2 && others.every((other) => other.small && other.name !== after)
}

const chosen = checks.filter((check) =>
  wanted.length > 0
    ? wanted.some((name) => check.name.includes(name))
    : !(options.quick && check.slow) && (options.full || !check.full),
)
if (options.list) {
  for (const check of checks) console.log(check.name)
  process.exit(0)
}
if (chosen.length === 0) {
  console.error(`No check is called ${wanted.join(', ')}; --list shows them.`)
  process.exit(2)
}

const began = performance.now()
const total = { passed: 0, failed: 0, skipped: 0 }
const running = new Map()
for (const check of chosen) {
  while (!mayBegin(check)) await Promise.race(running.values())
  console.log(`… ${check.name}`)
  const done = runCheck(check).then((counted) => {
    for (const key of Object.keys(total)) total[key] += counted[key]
    running.delete(check)
  })
  running.set(check, done)
}
await Promise.all(running.values())
console.log(`All of it took ${Math.round((performance.now() - began) / 1000)} s.`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed === 0 ? 0 : 1)
