import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OffsetCache } from './oracle.ts'
import { compare, seeded, someWindow, zones } from './random-cases.ts'

describe('business time against an oracle that looks at every minute', () => {
  it('agrees in 5,000 random cases over all zones', () => {
    const random = seeded(20111230)
    const offsets = new OffsetCache()
    const rounds = 2
    const cases = Math.ceil(5000 / zones.length / rounds)
    for (const zone of zones) {
      for (let round = 0; round < rounds; round++) {
        for (const difference of compare(someWindow(random, zone, offsets), random, cases)) {
          assert.equal(difference, undefined)
        }
      }
    }
  })
})
