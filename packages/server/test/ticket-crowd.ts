import { CompiledQuery } from 'kysely'
import { seeded } from '../../protocol/test/seeded.ts'
import { nextDue } from '../src/sla/read-ticket-clocks.ts'
import type { Database } from '../src/storage/database.ts'

/** Years of a service’s tickets, written straight into the tables: most are closed, what is open is mostly young. */
export interface Crowd {
  readonly tenant: string
  readonly teams: readonly string[]
  readonly types: readonly string[]
  readonly accounts: readonly string[]
  readonly agents: readonly string[]
  readonly requesters: readonly string[]
}

const teams = ['customer_service', 'technical_support', 'product_support', 'research']
const types = ['question', 'incident', 'setup', 'training', 'upgrade', 'billing', 'suggestion', 'complaint']
const consonants = [...'bdfgklmnprst']
const vowels = [...'aeiou']
const characters = [...'打印标签仓库集装箱报关单系统错误无法登录升级版本数据恢复培训账单投诉门卡温度码头卸货提单']

/**
 * Fills a tenant that has none yet.
 *
 * @param agents ids of staff that tickets are given to
 */
export async function gatherCrowd(
  { database, tenant, now, agents }: { database: Database; tenant: string; now: number; agents: readonly string[] },
  { tickets, seed = 7 }: { tickets: number; seed?: number },
): Promise<Crowd> {
  const chance = seeded(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(chance() * items.length)]!
  // Few words are frequent and many are rare, as in any language.
  const words = Array.from({ length: 3000 }, (_, index) => wordOf(index))
  const word = () => words[Math.floor(words.length * chance() ** 4)]!
  const chinese = (length: number) => Array.from({ length }, () => pick(characters)).join('')
  const accounts = Array.from({ length: Math.max(4, tickets / 250) }, (_, index) => `account-${index}`)
  const requesters = Array.from({ length: Math.max(10, tickets / 25) }, (_, index) => `person-${index}`)
  const write = writer(database)
  await write(
    'people_details',
    requesters.map((id, index) => ({
      ...{ tenant, person_id: id, name: `Person ${index}`, email: null, email_verified: 0, locale: 'en' },
    })),
  )
  for (let from = 1; from <= tickets; from += 2000) {
    const rows = []
    for (let number = from; number < Math.min(from + 2000, tickets + 1); number++) {
      const inChinese = chance() < 0.3
      const subject = inChinese ? chinese(10) : Array.from({ length: 5 }, word).join(' ')
      const description = inChinese ? chinese(40) : Array.from({ length: 20 }, word).join(' ')
      const young = number > tickets * 0.7
      const status = young && chance() < 0.6 ? pick(openStatuses) : 'closed'
      const who = Math.floor(chance() * requesters.length)
      const due = now + Math.floor((chance() - 0.2) * 48 * 3_600_000)
      const clock = { clock: 'resolution', generation: 1, state: 'running', startedAt: now, target: 1, due, passed: [] }
      const clocks = status === 'closed' ? [] : [clock]
      const id = idOf(number)
      rows.push({
        ...{ tenant, id, number, type: pick(types), subject, description, status },
        priority: pick(['critical', 'high', 'high', 'normal', 'normal', 'normal', 'normal', 'low', 'low', 'low']),
        requester_id: requesters[who]!,
        assignee_id: status === 'new' || chance() < 0.1 ? null : pick(agents),
        account: accounts[who % accounts.length]!,
        ...{ locale: inChinese ? 'zh-CN' : 'en', channel: 'widget', team: pick(teams), service_version: '1' },
        ...{ fields: '{}', impact: '{}', environment: '{}', clocks: JSON.stringify(clocks) },
        ...{ replies: Math.floor(chance() * 6), created_at: now - (tickets - number) * 600_000, updated_at: now },
        next_due_at: nextDue(clocks as never),
        // Once each: some were changed lately, the others stand in the order in which they were raised.
        changed_seq: (number - 1 + (chance() < 0.3 ? tickets : 0)) * 10 + Math.floor(chance() * 10),
        said_seq: number * 10,
      })
    }
    await write('tickets', rows)
  }
  await database.kysely
    .updateTable('counters')
    .set({ ticket_number: tickets, event_seq: tickets * 20 })
    .where('tenant', '=', tenant)
    .execute()
  await database.kysely.executeQuery(CompiledQuery.raw(database.kind === 'sqlite' ? 'select 1' : 'analyze'))
  return { tenant, teams, types, accounts, agents, requesters }
}

const openStatuses = [
  ...['new', 'triaged', 'in_progress', 'in_progress', 'in_progress'],
  ...['waiting_on_requester', 'waiting_on_requester', 'waiting_on_third_party', 'resolved', 'resolved'],
]

const wordOf = (index: number): string => {
  let word = ''
  for (let rest = index + 7; rest > 0; rest = Math.floor(rest / 60)) {
    word += consonants[rest % 12]! + vowels[Math.floor(rest / 12) % 5]!
  }
  return word
}

const idOf = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** Writes many rows with few statements, each compiled once. */
function writer(database: Database) {
  const mark = database.kind === 'sqlite' ? () => '?' : (index: number) => `$${index + 1}`
  return async (table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
    const columns = Object.keys(rows[0] ?? {})
    const most = Math.floor(30_000 / columns.length)
    await database.transact(async (tx) => {
      for (let from = 0; from < rows.length; from += most) {
        const some = rows.slice(from, from + most)
        const values = some.map((_, row) => `(${columns.map((__, column) => mark(row * columns.length + column))})`)
        const text = `insert into ${table} (${columns}) values ${values}`
        await tx.executeQuery(
          CompiledQuery.raw(
            text,
            some.flatMap((row) => columns.map((column) => row[column])),
          ),
        )
      }
    })
  }
}

type Query = Readonly<Record<string, string>>

/** The lists that pages and queues are made of: each has to be found by an index, and in the time of its page. */
export function listsOf({ accounts, requesters }: Crowd, now: number): readonly Query[] {
  const open = { open: 'true' }
  const account = accounts[3]!
  const requester = requesters[9]!
  return [
    ...[{}, open, { status: 'new' }, { status: 'new,triaged' }, { status: 'resolved' }, { status: 'closed' }],
    ...[{ open: 'false' }, { type: 'billing' }, { type: 'billing', ...open }, { priority: 'critical' }],
    ...[{ priority: 'critical', ...open }, { team: 'research' }, { team: 'research', ...open }],
    ...[{ team: 'research', status: 'in_progress' }, { assignee: 'me' }, { assignee: 'me', ...open }],
    ...[
      { assignee: 'me', status: 'waiting_on_requester' },
      { assignee: 'none', ...open },
    ],
    ...[{ assignee: 'none', team: 'research', ...open }, { account }, { account, ...open }],
    ...[{ requester }, { requester, ...open }, { sort: 'due' }, { sort: 'due', ...open }],
    ...[
      { sort: 'due', due: new Date(now).toISOString() },
      { sort: 'due', team: 'research', ...open },
    ],
    ...[
      { sort: 'due', assignee: 'me', ...open },
      { sort: 'due', assignee: 'none', ...open },
    ],
    ...[{ sort: 'due', priority: 'critical', ...open }, { sort: 'created' }, { sort: 'created', ...open }],
    ...[
      { sort: 'created', status: 'new' },
      { sort: 'created', type: 'billing', ...open },
    ],
  ]
}

/** Words that are rare and frequent, beginnings, Chinese, numbers, a typing error. */
export const searches: readonly Query[] = [
  ...[{ q: 'gipa' }, { q: 'na' }, { q: 'gipa pa' }, { q: '仓库' }, { q: '打印标' }, { q: '仓' }, { q: '123' }],
  ...[{ q: '98765' }, { q: 'toda', open: 'true' }, { q: '仓库', status: 'closed' }, { q: 'gippa' }],
]
