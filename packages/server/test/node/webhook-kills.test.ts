import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { temporaryFolder } from './temporary-folder.ts'
import { runWebhookKills } from './webhook-kills.ts'

describe('webhooks whose senders are killed', () => {
  const folder = temporaryFolder()

  it('arrive under the same id or are given up with a reason, and can be replayed', { timeout: 120_000 }, async () => {
    const { lost, deadLettered, notReplayed, strange } = await runWebhookKills(folder, { deliveries: 200, kills: 4 })
    assert.deepEqual(
      { lost, deadLettered, notReplayed, strange },
      { lost: 0, deadLettered: 40, notReplayed: 0, strange: 0 },
    )
  })
})
