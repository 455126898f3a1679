import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type ServiceDefinition, softwareAfterSales } from '@aftercare/protocol/service'
import { below, type Random, seeded } from '../../protocol/test/sla/random-cases.ts'
import { publishService, replayTicket } from '../src/index.ts'
import { tenant, type World, world } from './world.ts'

const preset = softwareAfterSales()
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!
const priorities = ['critical', 'high', 'normal', 'low'] as const

/** Another version: the matrix and the types' own priorities at random, the rules in another order, some of them gone. */
function someVersion(random: Random, version: string): ServiceDefinition {
  const cells = (row: object) =>
    Object.fromEntries(Object.keys(row).map((column) => [column, pick(random, priorities)]))
  const rows = Object.entries(preset.impact.matrix).map(([row, columns]) => [row, cells(columns)])
  const rules = preset.routing.rules
    .filter(
      ({ when }) => random() < 0.8 || ('types' in when && (when.types as readonly string[]).includes('vulnerability')),
    )
    .map((rule) => ({ rule, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ rule }) => rule)
  return {
    ...preset,
    version,
    types: preset.types.map((type) => ({ ...type, priority: pick(random, priorities) })),
    impact: { ...preset.impact, matrix: Object.fromEntries(rows) },
    // A rule that reads what the ticket itself says.
    routing: {
      ...preset.routing,
      rules: [
        ...rules,
        {
          ...preset.routing.otherwise,
          id: 'by_answers',
          team: pick(random, preset.teams).id,
          when: { types: ['training'], fields: { field: 'participants', atLeast: 5 } },
        },
      ],
    },
  }
}

describe('what the rules decided', () => {
  const random = seeded(4711)
  let w: World
  let lead: string
  const raised: { number: number; version: string }[] = []
  before(async () => {
    w = await world()
    lead = (await w.staff('lead')).key
    const mara = await w.customer('mara', { account: 'harbor' })
    for (let version = 2; version <= 7; version++) {
      await publishService(w.journal, { tenant, definition: someVersion(random, String(version)) })
      for (let count = 0; count < 25; count++) {
        const questions = preset.impact.questions.filter(() => random() < 0.7)
        const impact = Object.fromEntries(questions.map(({ id, options }) => [id, pick(random, options).id]))
        const { id, asks = [], fields } = pick(random, preset.types)
        const asked = Object.fromEntries(Object.entries(impact).filter(([question]) => asks.includes(question)))
        const numbers = fields
          .filter(({ kind, visibleTo }) => kind === 'number' && visibleTo === undefined)
          .map((field) => [field.id, 1 + below(random, 9)])
        const answer = await w.send('POST', '/tickets', {
          token: mara,
          body: w.newTicket({
            type: id,
            impact: asked,
            fields: Object.fromEntries(numbers),
            locale: pick(random, ['en', 'zh-CN', 'de']),
          }),
        })
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        raised.push({ number: answer.body.number, version: String(version) })
        // What is decided or corrected later changes nothing of what the rules saw.
        await w.send('POST', `/tickets/${answer.body.id}/actions`, {
          token: lead,
          body: { id: crypto.randomUUID(), action: { action: 'triage', priority: pick(random, priorities) } },
        })
      }
    }
  })
  after(() => w.close())

  it('is decided the same again, from the version that it names, over random tickets and versions', async () => {
    const teams = new Set<string | null>()
    const sorted = new Set<string | null>()
    const rules = new Set<string | null>()
    for (const { number, version } of raised) {
      const { decisions } = await replayTicket(w.journal, { tenant, number })
      assert.equal(decisions.length, 1)
      const [decision] = decisions
      assert.equal(decision!.version, version)
      assert.deepEqual(
        decision!.parts.filter(({ agrees }) => !agrees),
        [],
        `ticket ${number}`,
      )
      for (const { what, made } of decision!.parts) {
        if (what === 'team') teams.add(made)
        if (what === 'priority') sorted.add(made)
        if (what === 'rule') rules.add(made)
      }
    }
    assert.ok(teams.size >= 3 && rules.size >= 5, 'the tickets went many ways')
    assert.equal(sorted.size, 4)
  })

  it('would not agree with another version', async () => {
    const versions = await w.database.reader
      .selectFrom('service_definitions')
      .select(['version', 'definition'])
      .execute()
    const first = versions.find(({ version }) => version === '2')!
    await w.database.kysely
      .updateTable('service_definitions')
      .set({ definition: JSON.stringify(someVersion(seeded(1), '2')) })
      .where('version', '=', '2')
      .execute()
    const numbers = raised.filter(({ version }) => version === '2').map(({ number }) => number)
    const replayed = await Promise.all(numbers.map((number) => replayTicket(w.journal, { tenant, number })))
    assert.ok(replayed.some(({ decisions }) => decisions[0]!.parts.some(({ agrees }) => !agrees)))
    await w.database.kysely
      .updateTable('service_definitions')
      .set({ definition: first.definition })
      .where('version', '=', '2')
      .execute()
  })

  it('keeps of the answers only what a rule reads, and tells no customer and no agent what that was', async () => {
    const rows = await w.database.reader
      .selectFrom('ticket_history')
      .select('data')
      .where('type', '=', 'routed')
      .execute()
    const kept = new Set(rows.flatMap(({ data }) => Object.keys(JSON.parse(data).facts.fields)))
    assert.deepEqual([...kept], ['participants'])
    const [{ id }] = (await w.send('GET', '/tickets?limit=1', { token: lead })).body.items
    const timeline = (await w.send('GET', `/tickets/${id}/timeline`, { token: lead })).body.items
    const routed = timeline.find(({ type }: { type: string }) => type === 'routed')
    assert.equal(routed.facts, undefined)
  })
})
