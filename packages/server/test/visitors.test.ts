import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allowVisitors } from '../src/index.ts'
import { openPostgres } from '../src/node/index.ts'
import { migratedInMemory } from './migrated-database.ts'
import { migratedPostgres, missingPostgres } from './node/embedded-postgres.ts'
import { visitorsContract } from './visitors-contract.ts'
import { tenant, world } from './world.ts'

visitorsContract('SQLite in memory', migratedInMemory)

describe('on PostgreSQL', { skip: missingPostgres() ?? false }, () => {
  visitorsContract('PostgreSQL', async () => openPostgres(await migratedPostgres()))
})

describe('a server with a challenge of another kind', () => {
  it('asks and checks with it', async () => {
    const asked: unknown[] = []
    const w = await world({
      server: {
        clientAddress: () => '192.0.2.7',
        visitors: {
          challenge: {
            async issue(context) {
              asked.push(context)
              return { kind: 'riddle', question: 'What is red?' }
            },
            check: async (answer) => (answer.startsWith('a rose') ? answer : undefined),
          },
        },
      },
    })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const { body } = await w.send('GET', `/visitors/challenge?tenant=${tenant}`)
    assert.deepEqual(body.challenge, { kind: 'riddle', question: 'What is red?' })
    assert.deepEqual(asked, [{ tenant, now: w.now(), address: '192.0.2.7' }])
    const enter = (answer: string) => w.send('POST', '/visitors', { body: { tenant, answer } })
    assert.equal((await enter('a fox')).body.code, 'challenge_failed')
    assert.equal((await enter('a rose')).status, 201)
    assert.equal((await enter('a rose')).body.code, 'challenge_failed')
    await w.close()
  })

  it('may ask nothing', async () => {
    const w = await world({ server: { visitors: { challenge: false } } })
    await allowVisitors(w.journal, { tenant, allowed: true })
    assert.deepEqual((await w.send('GET', `/visitors/challenge?tenant=${tenant}`)).body.challenge, { kind: 'none' })
    assert.equal((await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).status, 201)
    await w.close()
  })
})
