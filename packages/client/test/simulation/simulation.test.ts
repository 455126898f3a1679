import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { type ClientCode, clientCode } from './client-code.ts'
import { faultNames } from './faults.ts'
import { runSeed, total } from './run-seed.ts'

/** The share of `pnpm bench outbox` that runs each time. */
const share = 100

describe('two tabs, a server and their people, through faults', () => {
  let code: ClientCode
  before(async () => {
    code = await clientCode()
  })

  it(`lose, double, strand and cross nothing in seeds 1 to ${share}`, async () => {
    const struck = new Set<string>()
    let [submissions, faults] = [0, 0]
    for (let seed = 1; seed <= share; seed++) {
      const result = await runSeed(seed, code)
      assert.equal(total(result.verdict), 0, `seed ${seed}: ${JSON.stringify(result.verdict)}`)
      submissions += result.submissions
      for (const [point, count] of result.faults) {
        struck.add(point)
        faults += count
      }
    }
    assert.ok(submissions > 10 * share, `${submissions} submissions`)
    assert.ok(faults > 30 * share, `${faults} faults`)
    assert.deepEqual(
      faultNames.filter((name) => !struck.has(name)),
      [],
    )
  })

  it('do the very same when a seed is run again, whatever ran in between', async () => {
    const first = await runSeed(7, code, { readable: true })
    const other = await runSeed(8, code)
    const again = await runSeed(7, code, { readable: true })
    assert.deepEqual(again.lines, first.lines)
    assert.equal(again.hash, first.hash)
    assert.notEqual(other.hash, first.hash)
  })
})
