import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runLifecycleModel } from './lifecycle-model.ts'

describe('the lifecycle under everybody’s hands', () => {
  it('never closes a ticket without a word or announced silence, nor a problem without what it taught', async () => {
    const actions = await runLifecycleModel({ actions: 2_000, seed: 20_261_124 })
    assert.ok(actions >= 2_000)
  })
})
