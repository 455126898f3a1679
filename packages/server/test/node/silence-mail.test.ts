import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mailWorld } from './mail-world.ts'

const day = 86_400_000

describe('a solution that nobody answers', () => {
  it('is told of by mail before silence closes the ticket, and once more when it has', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'), { type: 'question' })
    await w.act(ticket, { action: 'resolve', solution: 'Press F5.' })
    await w.deliver()
    w.pass(5 * day - 1)
    assert.deepEqual(await w.deliver(), [])
    w.pass(1)
    const [reminder, ...others] = await w.deliver()
    assert.match(reminder!.parsed.text!, /about to close[\s\S]*closes on .*December 3, 2026/)
    assert.deepEqual([others, await w.deliver()], [[], []])
    w.pass(5 * day)
    const [closed, ...more] = await w.deliver()
    assert.match(closed!.parsed.text!, /closed the ticket as announced/)
    assert.deepEqual([more, await w.deliver()], [[], []])
    assert.deepEqual(
      (await w.outbox()).map(({ kind }) => kind),
      ['receipt', 'resolution', 'reminder', 'closed'],
    )
    await w.close()
  })
})
