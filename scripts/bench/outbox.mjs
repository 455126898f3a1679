// The outbox through simulated faults: seeds, submissions, and what was lost, doubled, stranded or crossed.
// --seeds N how many, --from N the first; --replay N prints every line of one seed; --mutations which seeds show each
// safeguard that is taken out.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

const folder = join(import.meta.dirname, '../../packages/client/test/simulation')
const load = async () => {
  const [{ clientCode }, { runSeed, total }] = await Promise.all([
    import(join(folder, 'client-code.ts')),
    import(join(folder, 'run-seed.ts')),
  ])
  return { clientCode, runSeed, total }
}
const kinds = ['lost', 'duplicated', 'stuck', 'crossed']

if (!isMainThread) await work()
else {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      replay: { type: 'string' },
      mutations: { type: 'boolean' },
    },
  })
  if (values.replay !== undefined) await replay(Number(values.replay))
  else if (values.mutations) await findMutations()
  else await runAll(Number(values.from), Number(values.seeds))
}

/** A thread takes seeds until there are no more. */
async function work() {
  const { clientCode, runSeed } = await load()
  const code = await clientCode()
  const { next, end } = workerData
  for (let seed = Atomics.add(next, 0, 1); seed < end; seed = Atomics.add(next, 0, 1)) {
    const { submissions, faults, verdict } = await runSeed(seed, code)
    parentPort.postMessage({ seed, submissions, faults: [...faults], verdict })
  }
}

async function runAll(from, count) {
  const next = new Int32Array(new SharedArrayBuffer(4)).fill(from)
  const sum = { submissions: 0, faults: 0, lost: 0, duplicated: 0, stuck: 0, crossed: 0 }
  const points = new Map()
  let seeds = 0
  const began = performance.now()
  const threads = Array.from({ length: Math.min(2, availableParallelism()) }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { next, end: from + count } })
    worker.on('message', ({ seed, submissions, faults, verdict }) => {
      seeds += 1
      sum.submissions += submissions
      for (const [point, times] of faults) {
        sum.faults += times
        points.set(point, (points.get(point) ?? 0) + times)
      }
      for (const kind of kinds) {
        sum[kind] += verdict[kind].length
        for (const line of verdict[kind]) console.log(`seed ${seed}: ${kind}: ${line}`)
      }
    })
    return new Promise((resolve, reject) => {
      worker.on('error', reject)
      worker.on('exit', resolve)
    })
  })
  await Promise.all(threads)
  for (const [point, times] of [...points].sort(([, one], [, other]) => other - one)) {
    console.log(`${String(times).padStart(8)}  ${point}`)
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`\n${points.size} fault points, ${seconds} s on ${threads.length} threads`)
  const { submissions, faults, lost, duplicated, stuck, crossed } = sum
  console.log(
    `outbox seeds=${seeds} submissions=${submissions} faults=${faults} lost=${lost} duplicated=${duplicated} stuck=${stuck} crossed=${crossed}`,
  )
  if (kinds.some((kind) => sum[kind] > 0)) process.exitCode = 1
}

async function replay(seed) {
  const { clientCode, runSeed, total } = await load()
  const { lines, hash, verdict } = await runSeed(seed, await clientCode(), { readable: true })
  for (const line of lines) console.log(line)
  console.log(`seed ${seed} ${hash} ${JSON.stringify(verdict)}`)
  if (total(verdict) > 0) process.exitCode = 1
}

/** For the list in `mutations.ts`: the first seeds that show what is missing. */
async function findMutations() {
  const { clientCode, runSeed, total } = await load()
  const { mutations } = await import(join(folder, 'mutations.ts'))
  for (const { safeguard, change, options } of mutations) {
    const code = await clientCode(safeguard, change)
    const seeds = []
    for (let seed = 1; seed <= 600 && seeds.length < 2; seed++) {
      if (total((await runSeed(seed, code, options)).verdict) > 0) seeds.push(seed)
    }
    console.log(`${safeguard}: [${seeds.join(', ')}]`)
    if (seeds.length === 0) process.exitCode = 1
  }
}
