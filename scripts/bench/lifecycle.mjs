// random actions of customers, agents and the rules on the real store, one at a time and several at once
import { parseArgs } from 'node:util'
import { openPostgres } from '../../packages/server/src/node/index.ts'
import { runLifecycleModel } from '../../packages/server/test/lifecycle-model.ts'
import { missingPostgres, startPostgres } from '../../packages/server/test/node/embedded-postgres.ts'

const { values: flags } = parseArgs({
  options: { actions: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const seed = Number(flags.seed)
let violations = 0
let tried = 0

async function run(name, actions, database) {
  const began = performance.now()
  try {
    const { actions: done, came } = await runLifecycleModel({ actions, seed, ...(database && { database }) })
    tried += done
    console.log(`${name}: ${done} actions in ${((performance.now() - began) / 1000).toFixed(0)} s, seed ${seed}`)
    const most = [...came].sort(([, a], [, b]) => b - a)
    for (const [outcome, times] of most) console.log(`${String(times).padStart(8)}  ${outcome}`)
  } catch (error) {
    violations += 1
    console.error(error)
  }
}

await run('SQLite', Number(flags.actions))
const missing = missingPostgres()
if (missing) console.log(`PostgreSQL is left out: ${missing}`)
else {
  const postgres = await startPostgres()
  try {
    // A tenth: the rules are the same, the locks are not.
    const actions = Math.ceil(Number(flags.actions) / 10)
    await run('PostgreSQL', actions, await openPostgres(await postgres.createDatabase('lifecycle')))
  } finally {
    await postgres.stop()
  }
}
console.log(`lifecycle actions=${tried} violations=${violations}`)
process.exitCode = violations === 0 ? 0 : 1
