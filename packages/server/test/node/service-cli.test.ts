import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openSqlite, runCli } from '../../src/node/index.ts'
import { world } from '../world.ts'
import { temporaryFolder } from './temporary-folder.ts'

const now = Date.parse('2026-11-23T08:00:00.000Z')
const preset = softwareAfterSales()

async function aftercare(words: string, ...more: string[]) {
  const out: string[] = []
  const complaints: string[] = []
  const code = await runCli([...words.split(' '), ...more], {
    print: (line) => void out.push(line),
    complain: (line) => void complaints.push(line),
    environment: {},
    clock: () => now,
    random: (bytes) => void crypto.getRandomValues(bytes),
    untilStopped: () => Promise.resolve(),
  })
  return { code, out, complaints, said: [...out, ...complaints].join('\n') }
}

/** Writes a definition into a file of its own. */
function written(definition: unknown, name = 'service.json'): string {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, typeof definition === 'string' ? definition : JSON.stringify(definition))
  return file
}

/** A module inside the repository’s reach, so that it finds the protocol as a vendor’s would. */
const protocol = import.meta.resolve('@aftercare/protocol/service')

async function installed() {
  const dataDir = join(temporaryFolder(), 'data')
  const run = (words: string, ...more: string[]) => aftercare(words, ...more, '--data-dir', dataDir)
  assert.equal((await run('migrate')).code, 0)
  assert.equal((await run('tenant add --tenant tidewater --name Tidewater')).code, 0)
  return { dataDir, run }
}

describe('aftercare service check', () => {
  it('says that a definition is in order, and what is in it', async () => {
    const file = written({ $schema: './service.schema.json', ...preset })
    const { code, said } = await aftercare('service check', file)
    assert.equal(code, 0)
    const fields = preset.types.flatMap((type) => type.fields).length
    const [teams, rules] = [preset.teams.length, preset.routing.rules.length]
    assert.equal(
      said,
      `${file} is in order: version 1 in en and zh-CN, 11 ticket types with ${fields} fields, ` +
        `${teams} teams, ${rules} routing rules, 2 calendars.`,
    )
  })

  it('takes modules in JavaScript and TypeScript by their default export', async () => {
    const body = `import { softwareAfterSales } from '${protocol}'\n`
    const plain = written(`${body}export default softwareAfterSales()\n`, 'service.mjs')
    assert.equal((await aftercare('service check', plain)).code, 0)
    const typed = written(
      `${body}const service: ReturnType<typeof softwareAfterSales> = softwareAfterSales()\nexport default service\n`,
      'service.mts',
    )
    assert.equal((await aftercare('service check', typed)).code, 0)
  })

  const broken = {
    ...preset,
    sla: { calendar: 'busines_hours', pauses: [] },
    types: preset.types.map((type, index) => (index === 0 ? { ...type, asks: ['scpe'] } : type)),
  }

  it('says everything that is wrong at once: where, what, and what would be right', async () => {
    const { code, out, complaints } = await aftercare('service check', written(broken))
    assert.equal(code, 1)
    assert.deepEqual(out, [])
    assert.equal(complaints.length, 3)
    const said = complaints.join('\n')
    assert.match(
      said,
      /^\/sla\/calendar {2}unknown_reference\n {2}There is no calendar “busines_hours”\.\n {2}.*business_hours/m,
    )
    assert.match(said, /^\/types\/0\/asks\/0 {2}unknown_reference\n.*\n {2}.*scope/m)
    assert.match(complaints.at(-1)!, /has 2 problems\.$/)
  })

  it('says the same of a module that checks itself while it is loaded', async () => {
    const module = `import { defineService } from '${protocol}'\nexport default defineService(${JSON.stringify(broken)})\n`
    const { code, complaints } = await aftercare('service check', written(module, 'service.mjs'))
    assert.equal(code, 1)
    assert.match(complaints.at(-1)!, /has 2 problems\.$/)
  })

  const failures: readonly (readonly [string, () => string, RegExp])[] = [
    ['a file that is not there', () => join(temporaryFolder(), 'none.json'), /none\.json cannot be read: .*ENOENT/],
    ['a file that is no JSON', () => written('{"format": 1,'), /service\.json is no JSON: /],
    ['a module without a default export', () => written('export const a = 1', 'a.mjs'), /has no default export/],
    ['a module that does not load', () => written('throw new Error("no")', 'a.mjs'), /a\.mjs cannot be loaded: no/],
  ]
  for (const [what, file, complaint] of failures) {
    it(`says in one line what is wrong with ${what}`, async () => {
      const { code, complaints } = await aftercare('service check', file())
      assert.equal(code, 1)
      assert.equal(complaints.length, 1)
      assert.match(complaints[0]!, complaint)
    })
  }

  it('asks for the file', async () => {
    const { code, said } = await aftercare('service check')
    assert.equal(code, 2)
    assert.match(said, /FILE is missing: aftercare service check FILE/)
    assert.equal((await aftercare('service check a b')).code, 2)
    assert.match((await aftercare('service check --help')).said, /^aftercare service check FILE \[options\]$/m)
  })

  it('warns of calendars that promises are counted by and that know no more holidays in 60 days', async () => {
    const counting = { ...preset, sla: { ...preset.sla, calendar: 'business_hours' } }
    const { code, complaints } = await aftercare('service check', written(counting))
    assert.equal(code, 0)
    assert.deepEqual(complaints, [
      'warn  Calendar business_hours knows holidays through 2026 and has 38 days left: after that it counts ordinary weeks',
    ])
  })
})

describe('aftercare service schema', () => {
  it('is the schema by which editors complete and check a definition', async () => {
    const { code, out } = await aftercare('service schema')
    assert.equal(code, 0)
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(out.join('\n')))
    assert.ok(validate(JSON.parse(JSON.stringify(preset))))
    assert.ok(!validate({ ...JSON.parse(JSON.stringify(preset)), tpyes: [] }))
  })
})

describe('a tenant’s service', () => {
  it('is published, listed, shown and published again', async () => {
    const { run } = await installed()
    const second = written({ ...preset, version: '2' })
    assert.deepEqual((await run('service publish --tenant tidewater', second)).out, [
      'Version 2 is in force for tidewater.',
    ])
    const listed = (await run('service list --tenant tidewater')).out.map((line) => line.split('\t'))
    assert.deepEqual(
      listed.map(([version, , state]) => [version, state]),
      [
        ['2', 'in force'],
        ['1', 'replaced'],
      ],
    )
    const shown = JSON.parse((await run('service show --tenant tidewater')).out.join('\n'))
    assert.equal(shown.version, '2')
    assert.equal((await run('service publish --tenant tidewater', written({ ...shown, version: '3' }))).code, 0)
    const first = await run('service show --tenant tidewater --version 1')
    assert.deepEqual(JSON.parse(first.out.join('\n')), JSON.parse(JSON.stringify(preset)))
  })

  it('is not published when anything is wrong with it, nor twice under one name', async () => {
    const { run } = await installed()
    const again = await run('service publish --tenant tidewater', written(preset))
    assert.deepEqual([again.code, again.out], [1, []])
    assert.match(again.said, /Version "1" was published before; give this one another name/)
    const wrong = await run('service publish --tenant tidewater', written({ ...preset, version: '2', locales: [] }))
    assert.equal(wrong.code, 1)
    assert.match(wrong.said, /^\/locales/m)
    assert.equal((await run('service list --tenant tidewater')).out.length, 1)
    assert.match((await run('service publish --tenant none', written(preset))).said, /There is no tenant "none"/)
    assert.match((await run('service list --tenant none')).said, /There is no tenant "none"/)
    assert.match((await run('service show --tenant tidewater --version 9')).said, /There is no version "9"/)
  })

  it('is looked after by doctor, which warns before its holidays run out', async () => {
    const { run } = await installed()
    assert.doesNotMatch((await run('doctor')).said, /holidays/)
    const counting = { ...preset, version: '2', sla: { ...preset.sla, calendar: 'business_hours' } }
    await run('service publish --tenant tidewater', written(counting))
    const { code, said } = await run('doctor')
    assert.equal(code, 0)
    assert.match(said, /^warn {2}Tenant tidewater: Calendar business_hours knows holidays through 2026/m)
  })

  it('decides the same again when a ticket is replayed, and says where it does not', async () => {
    const { run, dataDir } = await installed()
    const file = join(dataDir, 'aftercare.db')
    const w = await world({ database: await openSqlite(file), create: false })
    await w.trust()
    await w.raise(await w.customer(), { impact: { scope: 'everyone', hindrance: 'blocked' } })
    await w.close()
    await run('service publish --tenant tidewater', written({ ...preset, version: '2' }))
    const { code, out } = await run('service replay --tenant tidewater --ticket 1')
    assert.equal(code, 0)
    assert.match(out[0]!, /^2026-11-23T08:00:00\.000Z {2}version 1$/)
    assert.match(out.join('\n'), /^ {2}priority {2}critical {2}the same again$/m)
    assert.equal(out.at(-1), 'All of it is decided the same way again.')

    const database = new DatabaseSync(file)
    database.exec(`update ticket_history set data = replace(data, '"critical"', '"low"') where type = 'sorted'`)
    database.close()
    const forged = await run('service replay --tenant tidewater --ticket 1')
    assert.equal(forged.code, 1)
    assert.match(forged.said, /^ {2}priority {2}low {2}NOW critical$/m)

    assert.equal((await run('service replay --tenant tidewater --ticket 0')).code, 2)
    assert.match((await run('service replay --tenant tidewater --ticket 9')).said, /There is no ticket 9/)
  })
})
