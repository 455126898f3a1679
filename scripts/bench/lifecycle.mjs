// random actions of customers, agents and the rules on the real store, one at a time and several at once
import { parseArgs } from 'node:util'
import { runLifecycleModel } from '../../packages/server/test/lifecycle-model.ts'

const { values: flags } = parseArgs({
  options: { actions: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const began = performance.now()
let violations = 0
let actions = 0
try {
  const run = await runLifecycleModel({ actions: Number(flags.actions), seed: Number(flags.seed) })
  actions = run.actions
  for (const [outcome, times] of [...run.came].sort(([, a], [, b]) => b - a))
    console.log(`${String(times).padStart(8)}  ${outcome}`)
} catch (error) {
  violations = 1
  console.error(error)
}
const seconds = (performance.now() - began) / 1000
console.log(`${actions} actions in ${seconds.toFixed(0)} s, seed ${flags.seed}`)
console.log(`lifecycle actions=${actions} violations=${violations}`)
process.exitCode = violations === 0 ? 0 : 1
