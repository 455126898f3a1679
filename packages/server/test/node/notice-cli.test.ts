import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fillTemplate, noticeTemplates } from '@aftercare/protocol/status'
import { openSqlite, runCli } from '../../src/node/index.ts'
import { migratedInFile } from '../migrated-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function installed() {
  const dataDir = join(temporaryFolder(), 'data')
  const run = async (...args: string[]) => {
    const out: string[] = []
    const complaints: string[] = []
    const code = await runCli([...args, '--data-dir', dataDir], {
      print: (line) => void out.push(line),
      complain: (line) => void complaints.push(line),
      environment: {},
      clock: () => Date.parse('2026-11-23T08:00:00.000Z'),
      random: (bytes) => void crypto.getRandomValues(bytes),
      untilStopped: () => Promise.resolve(),
    })
    return { code, out, complaints }
  }
  mkdirSync(dataDir, { mode: 0o700 })
  await (await migratedInFile(join(dataDir, 'aftercare.db'))).close()
  await run('tenant', 'add', '--tenant', 'tidewater', '--name', 'Tidewater')
  const of = ['--tenant', 'tidewater']
  const updates = async () => {
    const database = await openSqlite(join(dataDir, 'aftercare.db'))
    try {
      const rows = await database.reader.selectFrom('notice_updates').selectAll().orderBy('number').execute()
      return rows.map(({ texts, ...row }) => ({ ...row, texts: JSON.parse(texts) }))
    } finally {
      await database.close()
    }
  }
  return { run, of, updates }
}

describe('aftercare incident', () => {
  it('opens, updates and resolves with the words of templates, in both languages', async () => {
    const { run, of, updates } = await installed()
    const opened = await run('incident', 'open', ...of, '--component', 'data=major_outage', '--impact', 'major')
    assert.equal(opened.code, 0, opened.complaints.join())
    const [id] = opened.out
    assert.deepEqual((await run('incident', 'list', ...of)).out, [
      `${id}\tinvestigating\tmajor\t0\tDisruption of Data and reports`,
    ])
    const body = ['--body', 'en=A disk is full.', '--body', 'zh-CN=磁盘已满。']
    assert.deepEqual((await run('incident', 'update', id!, ...of, '--status', 'identified', ...body)).out, [
      'The incident is identified.',
    ])
    assert.equal((await run('incident', 'resolve', id!, ...of)).code, 0)
    assert.deepEqual((await run('incident', 'list', ...of)).out, [])
    const said = await updates()
    assert.deepEqual(
      said.map(({ status, author, texts }) => [status, author, texts['zh-CN'].body]),
      [
        ['investigating', 'operator', '数据与报表出现异常。我们正在排查原因，一有进展即在此告知。'],
        ['identified', 'operator', '磁盘已满。'],
        ['resolved', 'operator', '数据与报表的故障已经解除。如仍有异常，请与我们联系。'],
      ],
    )
    const again = await run('incident', 'resolve', id!, ...of)
    assert.deepEqual([again.code, again.complaints], [2, ['aftercare: it cannot become that from where it stands']])
  })

  it('says what is wrong with what was typed', async () => {
    const { run, of } = await installed()
    const complaint = async (...args: string[]) => (await run('incident', 'open', ...of, ...args)).complaints[0]
    assert.match((await complaint('--component', 'data=broken'))!, /one of operational/)
    assert.match((await complaint('--component', 'nowhere=major_outage'))!, /components\/0\/component/)
    assert.match((await complaint('--title', 'Slow'))!, /LOCALE=TEXT/)
    assert.match((await complaint('--title', `en=${'x'.repeat(201)}`))!, /text\/en\/title too_long/)
    assert.match((await complaint('--template', 'mine'))!, /no template "mine"/)
    assert.equal((await run('incident', 'resolve', 'nothing', ...of)).code, 1)
  })
})

describe('aftercare maintenance', () => {
  it('is announced, moved, begun, checked and completed, or cancelled', async () => {
    const { run, of, updates } = await installed()
    const when = ['--from', '2026-12-06T02:00+08:00', '--until', '2026-12-06T04:00+08:00']
    const title = ['--title', 'en=Upgrade to 5', '--title', 'zh-CN=升级到 5']
    const [id] = (await run('maintenance', 'schedule', ...of, ...when, ...title, '--target-version', '5.0')).out
    assert.deepEqual((await run('maintenance', 'list', ...of)).out, [
      `${id}\tscheduled\t2026-12-05T18:00:00.000Z\t2026-12-05T20:00:00.000Z\tUpgrade to 5`,
    ])
    const later = ['--from', '2026-12-07T02:00+08:00', '--until', '2026-12-07T04:00+08:00']
    assert.deepEqual((await run('maintenance', 'move', id!, ...of, ...later)).out, [
      'The maintenance is scheduled, and moved.',
    ])
    for (const verb of ['update', 'start', 'verify', 'complete']) {
      assert.equal((await run('maintenance', verb, id!, ...of)).code, 0, verb)
    }
    assert.deepEqual(
      (await updates()).map(({ news }) => news),
      ['created', 'rescheduled', 'updated', 'updated', 'updated', 'completed'],
    )
    const [other] = (await run('maintenance', 'schedule', ...of, ...when, '--emergency')).out
    assert.deepEqual((await run('maintenance', 'cancel', other!, ...of)).out, ['The maintenance is cancelled.'])
    assert.match(
      (await run('maintenance', 'move', id!, ...of, '--from', 'soon', '--until', 'later')).complaints[0]!,
      /offset/,
    )
  })
})

describe('the templates that are built in', () => {
  it('say the same in both languages, for each status', () => {
    for (const { label, statement } of noticeTemplates) {
      for (const text of [label, statement]) {
        assert.deepEqual(Object.keys(text), ['en', 'zh-CN'])
        for (const each of Object.values(text)) assert.match(each, /\{components\}/)
      }
    }
    assert.equal(fillTemplate('{components}：{components}', 'zh-CN', ['甲', '乙']), '甲、乙：甲、乙')
    assert.equal(fillTemplate('Disruption of {components}', 'en', []), 'Disruption of the service')
  })
})
