import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clientCode } from './client-code.ts'
import { mutations } from './mutations.ts'
import { runSeed, total } from './run-seed.ts'

describe('the simulation notices when there is no longer a safeguard, such as', () => {
  for (const { safeguard, change, options, seeds } of mutations) {
    it(`${safeguard}: seed ${seeds.join(', ')}`, async () => {
      const code = await clientCode(safeguard, change)
      for (const seed of seeds) {
        const { verdict } = await runSeed(seed, code, options)
        assert.ok(total(verdict) > 0, `seed ${seed} saw nothing`)
      }
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
