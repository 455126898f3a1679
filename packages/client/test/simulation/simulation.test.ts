import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { type ClientCode, clientCode } from './client-code.ts'
import { createDevice } from './device.ts'
import { createFaults, faultNames } from './faults.ts'
import { createHost } from './host.ts'
import type { Network } from './network.ts'
import { runSeed, total } from './run-seed.ts'
import { createScheduler } from './scheduler.ts'
import { seededRandom } from './seeded-random.ts'
import { createStorms } from './storms.ts'
import { createTrace } from './trace.ts'
import { createTyping } from './typing.ts'

/** The share of `pnpm bench outbox` that runs each time. */
const share = 88

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

describe('what stood in a form and was kept is called lost', () => {
  for (const [when, told, lost] of [
    ['if nobody has emptied the device', false, ['~0~ was kept as a draft and is nowhere']],
    ['no more once the browser has, before the page, which slept, heard that it was kept', true, []],
  ] as const) {
    it(when, async () => {
      const scheduler = createScheduler()
      const trace = createTrace(scheduler.now, false)
      const faults = createFaults(
        { random: seededRandom(1), own: seededRandom(2), ownToo: seededRandom(6), visitors: seededRandom(7) },
        trace,
      )
      faults.cease()
      const host = createHost({ random: seededRandom(3), faults, serverNow: scheduler.now })
      const storms = createStorms(scheduler)
      const parts = { scheduler, random: seededRandom(4), faults, trace, storms, host, serverNow: scheduler.now }
      const network = {} as Network
      const device = createDevice({ ...parts, network, code: await clientCode() })
      const typing = createTyping(device, { ...parts, network, code: await clientCode() })
      const tab = device.open('mara')
      tab.core.session.identity().catch(() => {})
      await scheduler.runUntil(1000)
      device.storage.onCommit = () => {
        tab.frozen = true
      }
      typing.type(seededRandom(5))
      await scheduler.runUntil(2000)
      for (const { pairs } of device.storage.databases.values()) pairs.clear()
      if (told) typing.emptied()
      tab.thaw()
      await scheduler.runUntil(3000)
      assert.deepEqual(typing.judge().lost, lost)
    })
  }
})
