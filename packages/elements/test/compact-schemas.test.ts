import { equal, ok } from './support/expect.ts'
import { browserHere } from './support/page.ts'

interface Issue {
  readonly path: readonly PropertyKey[]
}
interface Schema {
  safeParse(value: unknown): { success: boolean; data?: unknown; error?: { issues: readonly Issue[] } }
}
type Index = Readonly<Record<string, unknown>> & {
  fieldErrors(issues: readonly Issue[], checked: unknown): readonly { readonly pointer: string }[]
}

/** One error for each place: of a value of the wrong type zod says besides how long it is. */
const firstOfEach = (errors: readonly { readonly pointer: string }[]): string =>
  text(errors.filter(({ pointer }, index) => errors.findIndex((other) => other.pointer === pointer) === index))

const load = (address: string): Promise<Index> => import(address)
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && 'safeParse' in value

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
const at = '2026-01-02T03:04:05.678Z'
const person = { id: 'mara', name: null }
const file = { fileId: uuid, name: 'a.png', mediaType: 'image/png', size: 3, sha256: 'a'.repeat(64) }
const ticket = {
  id: uuid,
  number: 7,
  type: 'incident',
  subject: 'The map',
  description: '',
  status: 'new',
  closeReason: null,
  priority: null,
  requester: person,
  assignee: null,
  account: 'nordkai',
  locale: 'en',
  attachments: [file],
  replies: 0,
  promises: [{ clock: 'resolution', state: 'running', due: at }],
  createdAt: at,
  updatedAt: at,
}
const message = {
  id: uuid,
  ticketId: uuid,
  kind: 'reply',
  author: { ...person, side: 'agent' },
  body: 'x',
  attachments: [],
  createdAt: at,
}
const diagnostics = [{ kind: 'request', at, name: 'GET', text: 'x', status: 503, duration: 12 }]
const entry = {
  version: 1,
  id: uuid,
  owner: 'a/b',
  conversation: uuid,
  createdAt: 1,
  order: 1.5,
  write: {
    ...{ kind: 'ticket', type: 'incident', subject: 's', description: '', locale: 'en', channel: 'widget' },
    ...{
      fields: { component: 'data' },
      impact: { scope: 'one' },
      environment: { browser: 'x' },
      serviceVersion: '1',
      diagnostics: [{ kind: 'console' }],
    },
  },
  files: [{ key: uuid, name: 'a', type: 'b', uploaded: { fileId: uuid, sha256: 'c' } }],
  phase: {
    status: 'waiting',
    attempt: 1,
    retryAt: 5,
    reason: { kind: 'problem', problem: { type: 't', title: 't', status: 503, code: 'x', more: 1 } },
  },
}

const details = {
  ...ticket,
  channel: 'widget',
  serviceVersion: '1',
  fields: { component: 'data', since: { from: at, to: at } },
  impact: { scope: 'one' },
  environment: { browser: 'x' },
  receipt: [],
  calendar: 'always',
  namedDate: null,
  workaround: { state: 'planned', date: at, text: 'x', updatedAt: at },
  permanentFix: null,
  summary: null,
  resolvedAt: null,
  closedAt: null,
  closesAt: null,
  reopenUntil: null,
  mergedInto: null,
  watchers: [person],
  visits: [],
  viewer: { id: 'person-1', role: 'requester' },
}

const filters = { q: 'label', status: 'new,closed', open: 'true', type: 'incident', priority: 'high', due: at }
const counts = { new: 1, triaged: 0, in_progress: 2, waiting_on_requester: 0, waiting_on_third_party: 0 }

const samples: readonly unknown[] = [
  ticket,
  { ...filters, account: 'nordkai', requester: 'mara', team: 'labels', assignee: 'me' },
  { cursor: 'abc', limit: '25', sort: 'due' },
  { counts: { ...counts, resolved: 0, closed: 4 }, total: 7 },
  { items: [ticket], next: 'abc' },
  details,
  { seq: 1, part: 0, at, actor: null, type: 'closed', reason: 'silence', into: null },
  { id: uuid, action: { action: 'reject', reason: 'x' } },
  { subject: 'x', fields: {} },
  message,
  entry,
  {
    id: uuid,
    type: 'incident',
    subject: 'x',
    description: 'y',
    attachments: [{ fileId: uuid, sha256: 'a'.repeat(64) }],
    locale: 'en',
    diagnostics,
  },
  { id: uuid, body: 'x', attachments: [] },
  { lines: diagnostics },
  file,
  { seq: 1, at, type: 'ticket.created', ticket },
  { seq: 2, at, type: 'message.created', ticket, message },
  uuid,
  at,
]

/** Values that somebody else could have sent in the place of a good one. */
const wrong: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x'.repeat(201),
  '𝒳'.repeat(200),
  '\0',
  '\ud83d',
  'NEW',
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  -(2 ** 53),
  true,
  [],
  [null],
  Array.from({ length: 11 }, () => ({ fileId: uuid, sha256: 'a'.repeat(64) })),
  {},
  { kind: 'nothing' },
]

/** Every sample as it is, and with each of its parts, at any depth, left out, made wrong, or with something added. */
function* variants(value: unknown): Generator<unknown> {
  yield value
  yield* wrong
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) {
    yield { ...value, more: 1 }
    yield JSON.parse(JSON.stringify({ __0: { a: 1 }, ...value }).replace('"__0"', '"__proto__"'))
  }
  for (const [key, part] of Object.entries(value)) {
    const others = Array.isArray(value) ? [...value] : { ...value }
    delete (others as Record<string, unknown>)[key]
    if (!Array.isArray(value)) yield others
    for (const variant of variants(part)) {
      yield Array.isArray(value) ? value.with(Number(key), variant) : { ...value, [key]: variant }
    }
  }
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part === undefined ? 'undefined' : typeof part === 'number' ? String(part) : part,
  )

const { full, browsers } = (await (await fetch('/test/settings')).json()) as {
  readonly full: boolean
  readonly browsers: readonly string[]
}
/** The browsers share them: each value is tried in one, and of each kind of value some in each. */
const mine = (_: unknown, index: number) => full || index % browsers.length === browsers.indexOf(browserHere())

describe("the page build's schemas answer as zod's do", () => {
  const addresses = [
    'schemas.ts',
    'tickets/contracts.ts',
    'tickets/case-contracts.ts',
    'tickets/list-contracts.ts',
    'tickets/message-contracts.ts',
    'diagnostics/contracts.ts',
  ].map((file) => `/packages/protocol/src/${file}`)
  for (const address of addresses) {
    it(`for everything in ${address}`, async () => {
      const [zod, compact] = [await load(address), await load(`${address}?compact`)]
      const { fieldErrors } = (await load('/packages/protocol/src/schemas.ts')) as Index
      const pairs = Object.entries(zod).flatMap(([name, value]) => {
        const twin = compact[name]
        if (isSchema(value)) return [{ name, one: value, other: twin as Schema }]
        return typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([part, inner]) =>
              isSchema(inner)
                ? [{ name: `${name}.${part}`, one: inner, other: (twin as Record<string, Schema>)[part] as Schema }]
                : [],
            )
          : []
      })
      ok(pairs.length > 1, `${pairs.length} schemas`)
      const here = samples.map((sample) => [...variants(sample)].filter(mine))
      let accepted = 0
      for (const { name, one, other } of pairs) {
        // Values of another shape are refused at once: of those some will do.
        const tried = samples.flatMap((sample, at) =>
          full || one.safeParse(sample).success
            ? (here[at] as unknown[])
            : (here[at] as unknown[]).filter((_, index) => index % 16 === 0),
        )
        for (const value of tried) {
          const [first, second] = [one.safeParse(value), other.safeParse(value)]
          const where = () => `${name} of ${text(value)?.slice(0, 300)}`
          equal(second.success, first.success, where)
          equal(text(second.data), text(first.data), where)
          if (first.success) accepted += 1
          else {
            const [said, saidToo] = [first, second].map(({ error }) =>
              firstOfEach(fieldErrors(error?.issues ?? [], value)),
            )
            equal(saidToo, said, where)
          }
        }
      }
      ok(accepted > 10 / (full ? 1 : browsers.length), `${accepted} values were accepted`)
    })
  }

  it('for what the outbox keeps', async () => {
    const address = '/packages/client/src/outbox/entry-record.ts'
    const parsers = await Promise.all([address, `${address}?compact`].map(load))
    const [one, other] = parsers.map((module) => module['parseEntry'] as (value: unknown) => unknown)
    ok(one && other, 'the parser')
    ok(one(entry), 'the sample is read')
    for (const value of variants(entry)) equal(text(other(value)), text(one(value)), text(value))
  })
})
