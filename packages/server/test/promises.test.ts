import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, verifyAudit } from '../src/index.ts'
import { openPostgres, openSqlite } from '../src/node/index.ts'
import { migratedInFile } from './migrated-database.ts'
import { bundled } from './node/bundled.ts'
import { migratedPostgres, missingPostgres } from './node/embedded-postgres.ts'
import { temporaryFolder } from './node/temporary-folder.ts'
import { promisesContract } from './promises-contract.ts'
import { tenant, type World, world } from './world.ts'

describe('the work of a server', () => {
  const critical = { impact: { scope: 'everyone', hindrance: 'blocked' } }
  const told = (w: World) =>
    w.database.reader.selectFrom('ticket_history').select('type').where('type', '=', 'escalated').execute()

  it('tells of what is due within moments while it is started, and of nothing before or after', async () => {
    const w = await world()
    await w.raise(await w.customer(), critical)
    w.pass(100 * 60_000)
    await delay(50)
    assert.equal((await told(w)).length, 0, 'requests alone start nothing')
    w.server.work.start()
    w.server.work.start()
    const until = Date.now() + 5_000
    while ((await told(w)).length === 0 && Date.now() < until) await delay(10)
    assert.equal((await told(w)).length, 1)
    // Due while it runs: nobody has to ask.
    w.pass(5 * 60_000)
    await w.raise(await w.customer(), critical)
    w.pass(97 * 60_000)
    while ((await told(w)).length === 1 && Date.now() < until) await delay(10)
    assert.ok((await told(w)).length > 1)
    await w.server.work.stop()
    const before = (await told(w)).length
    w.pass(10 * 86_400_000)
    await delay(2_500)
    assert.equal((await told(w)).length, before)
    await w.close()
  })

  it('wakes whoever listens', async () => {
    const w = await world()
    await w.raise(await w.customer(), critical)
    const { key } = await w.staff('agent')
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
    const stream = await w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
    assert.equal(stream.status, 200)
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    w.pass(3 * 3_600_000)
    await w.server.work.runOnce()
    let heard = ''
    while (!heard.includes('"breached"')) {
      const { value, done } = await reader.read()
      assert.ok(!done, heard)
      heard += value
    }
    await reader.cancel()
    await w.close()
  })
})

describe('promises in a file', () => {
  const folder = temporaryFolder()
  let databases = 0
  promisesContract('an SQLite file', () => migratedInFile(`${folder}/${++databases}.db`))
  survivesKills('SQLite', async () => `${folder}/${++databases}.db`, openSqlite)
})

describe('promises in PostgreSQL', { skip: missingPostgres() ?? false }, () => {
  promisesContract('PostgreSQL', async () => openPostgres(await migratedPostgres()))
  survivesKills('PostgreSQL', migratedPostgres, openPostgres)
})

/** Another process does what is due and is killed between its claim and its commit. */
function survivesKills(
  name: string,
  address: () => Promise<string>,
  open: (address: string) => Promise<Database>,
): void {
  it(`is told once on ${name} when a process dies between claim and commit, whichever the ticket`, async () => {
    const at = await address()
    const w = await world({ database: await open(at), create: true })
    const mara = await w.customer('mara', { account: 'harbor' })
    const tickets: string[] = []
    for (let count = 0; count < 3; count++) {
      tickets.push((await w.raise(mara, { impact: { scope: 'everyone', hindrance: 'blocked' } })).id)
    }
    w.pass(3 * 86_400_000)
    const fired = () => w.database.reader.selectFrom('sla_fired').selectAll().execute()
    const perTicket = 8
    for (const commits of [0, 1, 1]) {
      const before = (await fired()).length
      assert.equal(await killed(at, w.now(), commits), 'SIGKILL')
      assert.equal((await fired()).length, before + commits * perTicket)
    }
    await w.server.work.runOnce()
    assert.equal((await fired()).length, tickets.length * perTicket)
    const told = await w.database.reader
      .selectFrom('ticket_history')
      .select('type')
      .where('type', 'in', ['breached', 'escalated'])
      .execute()
    assert.equal(told.length, tickets.length * 9)
    assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
    await w.close()
  })
}

async function killed(address: string, now: number, commits: number): Promise<string | null> {
  const program = await bundled('test/node/killed-sweep.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, address, String(now), String(commits)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
}
