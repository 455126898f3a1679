import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openPostgres } from '../src/node/index.ts'
import { apart } from './apart.ts'
import { runLifecycleModel } from './lifecycle-model.ts'
import { migratedPostgres, missingPostgres } from './node/embedded-postgres.ts'

describe('the lifecycle under everybody’s hands', () => {
  it('never closes a ticket without a word or announced silence, nor a problem without what it taught', async () => {
    const { actions, came } = await apart<typeof runLifecycleModel>(
      import.meta.resolve('./lifecycle-model.ts'),
      'runLifecycleModel',
      { actions: 1_500, seed: 3 },
    )
    assert.ok(actions >= 1_500)
    // What never happened was not tested.
    for (const outcome of [
      ...['verify done', 'reject done', 'reopen done', 'reopen reopen_window_over', 'resolve validation_failed'],
      ...['close_for_silence done', 'close_for_silence action_not_possible', 'withdraw done', 'merge done'],
    ]) {
      assert.ok((came.get(outcome) ?? 0) > 0, `${outcome} never came`)
    }
  })

  it('does so on PostgreSQL as well', { skip: missingPostgres() ?? false }, async () => {
    const database = await openPostgres(await migratedPostgres())
    const { actions } = await runLifecycleModel({ actions: 200, seed: 7, database })
    assert.ok(actions >= 200)
  })
})
