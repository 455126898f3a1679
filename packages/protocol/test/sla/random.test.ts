import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OffsetCache } from './oracle.ts'
import { compare, seeded, someWindow, zones } from './random-cases.ts'
import { compareClocks } from './random-clocks.ts'

const windowsPerZone = 2
const casesPerWindow = 80

describe('beside an oracle that looks at every minute', () => {
  const random = seeded(20111230)
  const offsets = new OffsetCache()
  const windows = zones.flatMap((zone) =>
    Array.from({ length: windowsPerZone }, () => someWindow(random, zone, offsets)),
  )

  it('business time is the same in 5,000 random cases over all zones', () => {
    for (const window of windows) {
      for (const difference of compare(window, random, casesPerWindow)) assert.equal(difference, undefined)
    }
  })

  it('clocks are the same in 1,000 random tickets that wait for their requesters', () => {
    for (const window of windows) {
      for (const difference of compareClocks(window, random, casesPerWindow / 5)) assert.equal(difference, undefined)
    }
  })
})
