import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clientCode } from './client-code.ts'
import { mutations } from './mutations.ts'
import { runSeed, total } from './run-seed.ts'
import { statusWithout } from './test-without.ts'

/** Each safeguard is missed within so many seeds. */
const further = 150

describe('the simulation notices when there is no longer a safeguard, such as', () => {
  for (const { safeguard, change, options, seeds, shownBy } of mutations) {
    it(safeguard, { timeout: 60_000 }, async () => {
      if (shownBy)
        return assert.notEqual(await statusWithout(change!, shownBy), 0, `"${shownBy.test}" passes without it`)
      const code = await clientCode(safeguard, change)
      // Those that saw it last come first: any change of the client's order of steps moves them.
      for (const seed of [...seeds, ...Array.from({ length: further }, (_, index) => index + 1)]) {
        const { verdict } = await runSeed(seed, code, options)
        if (total(verdict) > 0) return
      }
      assert.fail(`seeds 1 to ${further} saw nothing`)
    })
  }

  it('and finds nothing in the same seeds with all of them in place', async () => {
    const code = await clientCode()
    for (const seed of new Set(mutations.flatMap(({ seeds }) => seeds))) {
      const { verdict } = await runSeed(seed, code)
      assert.equal(total(verdict), 0, `seed ${seed}: ${JSON.stringify(verdict)}`)
    }
  })
})
