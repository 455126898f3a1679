import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OffsetCache } from './oracle.ts'
import { compare, seeded, someWindow, zones } from './random-cases.ts'

describe('business time beside an oracle that looks at every minute', () => {
  it('is the same in 5,000 random cases over all zones', () => {
    const random = seeded(20111230)
    const offsets = new OffsetCache()
    const windowsPerZone = 2
    const cases = Math.ceil(5000 / zones.length / windowsPerZone)
    for (const zone of zones) {
      for (let window = 0; window < windowsPerZone; window++) {
        for (const difference of compare(someWindow(random, zone, offsets), random, cases)) {
          assert.equal(difference, undefined)
        }
      }
    }
  })
})
