import assert from 'node:assert/strict'
import { type ActionName, type Actor, type TicketStatus, transition } from '@aftercare/protocol'
import fc from 'fast-check'
import { write } from '../src/journal/write.ts'
import { ServiceBook } from '../src/service/service-book.ts'
import { readTicketClocks } from '../src/sla/read-ticket-clocks.ts'
import type { Database } from '../src/storage/database.ts'
import { type Acting, applyAction, type Effect } from '../src/tickets/actions/apply-action.ts'
import { closeSolved } from '../src/tickets/actions/closing-effects.ts'
import { wholeHistory } from '../src/tickets/history/store.ts'
import { findTicket, type TicketRow } from '../src/tickets/store.ts'
import { tenant, type World, world } from './world.ts'

const hour = 3_600_000
const day = 24 * hour

const staffRoles = ['agent', 'lead', 'manager', 'auditor', 'admin'] as const
/** Who acts: two customers, of whom one owns all tickets, the staff of every role (agents twice), and the rules. */
const actors = ['owner', 'stranger', 'agent', 'second_agent', 'lead', 'manager', 'auditor', 'admin', 'system'] as const
type ActorName = (typeof actors)[number]

const roleOf = (actor: ActorName): Actor =>
  actor === 'owner' || actor === 'stranger' ? 'requester' : actor === 'second_agent' ? 'agent' : actor

const ticketTypes = ['incident', 'question', 'complaint', 'suggestion'] as const
const problems: readonly string[] = ['incident', 'complaint', 'vulnerability']

/** One thing that somebody tries to do. `fuller` resolves with cause and prevention as well. */
interface Intent {
  readonly actor: ActorName
  readonly ticket: number
  readonly action: ActionName
  readonly fuller: boolean
}

const tried = [
  ...['requester_reply', 'agent_reply', 'note', 'withdraw', 'verify', 'reject', 'reopen', 'triage', 'retriage'],
  ...['claim', 'assign', 'start', 'wait_for_requester', 'wait_for_third_party', 'name_date', 'analyse', 'progress'],
  ...['set_workaround', 'resolve', 'take_back', 'merge', 'mark_spam', 'link', 'add_task'],
  ...['announce_closure', 'close_for_silence'],
] as const satisfies readonly ActionName[]

/** Weighted towards what leads on: a ticket that is closed at once teaches nothing. */
const intentArbitrary: fc.Arbitrary<Intent> = fc.record({
  actor: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<ActorName>('owner', 'agent', 'second_agent', 'lead', 'system') },
    { weight: 1, arbitrary: fc.constantFrom(...actors) },
  ),
  ticket: fc.nat({ max: 3 }),
  action: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<ActionName>('resolve', 'announce_closure', 'close_for_silence') },
    { weight: 2, arbitrary: fc.constantFrom<ActionName>('verify', 'reject', 'reopen', 'requester_reply') },
    { weight: 2, arbitrary: fc.constantFrom(...tried) },
  ),
  fuller: fc.boolean(),
})

/** What a run has of one ticket: the row as it was last read. */
interface Held {
  readonly id: string
  row: TicketRow
}

interface Real {
  readonly w: World
  readonly book: ServiceBook
  readonly tokens: (actor: ActorName) => Promise<string>
  readonly staffIds: Readonly<Record<string, string>>
}

interface Model {
  tickets: readonly Held[]
}

/** What the wire says back, `done` for a success. */
type Outcome = 'done' | string

function otherThan(held: Held, model: Model): Held {
  const others = model.tickets.filter(({ id }) => id !== held.id)
  return others.find(({ row }) => row.status !== 'closed') ?? others[0]!
}

function bodyOf({ action, fuller }: Intent, real: Real, model: Model, held: Held): object | undefined {
  const other = otherThan(held, model)
  const at = (milliseconds: number) => new Date(real.w.now() + milliseconds).toISOString()
  switch (action) {
    case 'reject':
    case 'reopen':
    case 'wait_for_requester':
    case 'wait_for_third_party':
    case 'take_back':
      return { action, reason: 'Because.' }
    case 'retriage':
      return { action, reason: 'Because.', priority: fuller ? 'high' : 'low' }
    case 'triage':
      return { action, priority: 'normal' }
    case 'assign':
      return { action, assignee: real.staffIds['agent'] }
    case 'name_date':
      return { action, date: at(2 * day) }
    case 'analyse':
    case 'progress':
      return { action, text: 'We look.' }
    case 'set_workaround':
      return { action, fix: { state: 'available', date: null, text: 'Do it by hand.' } }
    case 'resolve':
      return { action, solution: 'Repaired.', ...(fuller && { cause: 'A defect.', prevention: 'A test.' }) }
    case 'merge':
      return { action, into: other.id }
    case 'link':
      return { action, ticket: other.id, relation: 'related' }
    case 'add_task':
      return { action, task: crypto.randomUUID(), title: 'Look', team: 'technical_support' }
    default:
      return { action }
  }
}

/** What the service itself does: what it announces, closes, and takes back from somebody who has left. */
async function systemEffect(acting: Acting, action: ActionName): Promise<Effect> {
  if (action === 'close_for_silence') return closeSolved(acting, 'silence')
  if (action === 'assign') return { change: { assignee_id: null }, entries: [{ type: 'assigned', assignee: null }] }
  assert.equal(action, 'announce_closure', 'the service does something that this model does not know')
  const closesAt = acting.writing.now + 3 * day
  return {
    change: { closes_at: closesAt },
    entries: [{ type: 'closure_announced', closesAt: new Date(closesAt).toISOString() }],
  }
}

/** The service's own actions do not come over the wire. */
async function actBySystem({ w, book }: Real, { id }: Held, action: ActionName): Promise<Outcome> {
  try {
    await write(w.journal, { tenant, actor: 'operator', needs: { events: 2 } }, async (writing) => {
      const [ticket] = await findTicket(writing.tx, { tenant, id })
      const service = await book.of(writing.tx, tenant, ticket!)
      const acting = { writing, ticket: ticket!, service, actor: null, role: 'system' } as const
      await applyAction(acting, action, async () => systemEffect(acting, action))
      await writing.appendEvent({ type: 'ticket.updated', ticketId: id, audience: 'everyone' })
      return { audit: { action: `ticket.${action}`, details: { ticket: id } }, result: undefined }
    })
    return 'done'
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}

const systemOnly: readonly ActionName[] = ['announce_closure', 'close_for_silence']
const written: readonly ActionName[] = ['requester_reply', 'agent_reply', 'note']

async function attempt(intent: Intent, model: Model, real: Real): Promise<Outcome> {
  const held = model.tickets[intent.ticket]!
  const { actor, action } = intent
  if (actor === 'system') return actBySystem(real, held, action)
  const token = await real.tokens(actor)
  const { w } = real
  const kind = action === 'note' ? 'internal_note' : 'reply'
  const answer = written.includes(action)
    ? await w.send('POST', `/tickets/${held.id}/messages`, { token, body: w.newMessage({ kind }) })
    : await w.send('POST', `/tickets/${held.id}/actions`, {
        token,
        body: { id: crypto.randomUUID(), action: bodyOf(intent, real, model, held) },
      })
  return answer.status === 201 ? 'done' : String(answer.body.code)
}

/** What must come of an intent when nobody else acts at the same time, said without the code under test. */
function expected({ actor, action, fuller, ticket }: Intent, model: Model, now: number): readonly Outcome[] {
  const held = model.tickets[ticket]!
  const { row } = held
  const role = roleOf(actor)
  if (actor === 'admin') return ['forbidden']
  if (actor === 'auditor') return ['forbidden']
  if (actor === 'stranger') return action === 'note' ? ['validation_failed'] : ['not_found', 'validation_failed']
  // A message is a reply of the side that sends it; the wire has no other name for it.
  const customer = actor === 'owner'
  if (customer && action === 'note') return ['validation_failed']
  const name: ActionName =
    action === 'requester_reply' || action === 'agent_reply'
      ? actor === 'system'
        ? action
        : customer
          ? 'requester_reply'
          : 'agent_reply'
      : action
  // A complaint is for those who lead, whatever an agent tries.
  if (role === 'agent' && row.type === 'complaint' && !systemOnly.includes(name)) return ['not_found']
  // The rules' own actions are no actions of the wire.
  if (actor !== 'system' && (name === 'announce_closure' || name === 'close_for_silence')) return ['validation_failed']
  const found = transition(row.status as TicketStatus, name, role)
  if (!found.allowed) return [found.code]
  switch (name) {
    case 'resolve': {
      const whole = fuller || (row.cause !== null && row.prevention !== null) || !problems.includes(row.type)
      return [whole ? 'done' : 'validation_failed']
    }
    case 'reopen': {
      if (row.close_reason === 'merged') return ['action_not_possible']
      if (!customer) return ['done']
      if (row.close_reason === 'spam') return ['action_not_possible']
      return [now <= (row.closed_at ?? 0) + reopenDays * day ? 'done' : 'reopen_window_over']
    }
    case 'assign':
      // To an agent, for whom complaints are not; the service takes it back from anybody.
      if (actor === 'system') return ['done']
      return [row.type === 'complaint' ? 'validation_failed' : 'done']
    case 'announce_closure':
      return [row.closes_at === null && row.type !== 'complaint' ? 'done' : 'action_not_possible']
    case 'close_for_silence':
      return [row.closes_at !== null && now >= row.closes_at ? 'done' : 'action_not_possible']
    case 'merge':
    case 'link': {
      // What few may see is not named where others look.
      const { row: other } = otherThan(held, model)
      const apart = (other.type === 'complaint') !== (row.type === 'complaint')
      return [apart || (name === 'merge' && other.status === 'closed') ? 'validation_failed' : 'done']
    }
    default:
      return ['done']
  }
}

let reopenDays = 0

/** Everything that must hold of a ticket whatever was tried: judged from its row and its history alone. */
async function invariants({ w, book }: Real, held: Held): Promise<void> {
  const [row] = await findTicket(w.database.reader, { tenant, id: held.id })
  assert.ok(row)
  const history = await wholeHistory(w.database.reader, { tenant, ticket: held.id })
  const service = await book.of(w.database.reader, tenant, row)
  let status: string = 'new'
  let resolvedAt: number | undefined
  let announced: number | undefined
  let lastClose: { reason: string; bySide: string | null; at: number; statusBefore: string } | undefined
  for (const { type, data, at, actor_side } of history) {
    const said = JSON.parse(data)
    if (type === 'closed') {
      lastClose = { reason: said.reason, bySide: actor_side, at, statusBefore: status }
      status = 'closed'
      if (said.reason === 'verified') {
        assert.equal(lastClose.statusBefore, 'resolved', 'verified what was not resolved')
        assert.equal(actor_side, 'requester', 'verified by somebody else than the customer')
      }
      if (said.reason === 'silence') {
        assert.equal(lastClose.statusBefore, 'resolved', 'silence on what was not resolved')
        assert.ok(announced !== undefined && at >= announced, 'closed by silence that was not announced, or too early')
      }
    } else if (type === 'resolved') {
      status = 'resolved'
      resolvedAt = at
      announced = undefined
    } else if (type === 'rejected' || type === 'reopened') {
      status = 'in_progress'
      announced = undefined
    } else if (type === 'status_changed') {
      assert.equal(said.from, status, 'a status changed from where it was not')
      status = said.to
      announced = undefined
    } else if (type === 'replied' && actor_side === 'agent' && status === 'resolved') {
      // Something more to read: the days of silence begin anew.
      announced = undefined
    } else if (type === 'closure_announced') {
      assert.ok(resolvedAt !== undefined && status === 'resolved', 'silence announced for what is not resolved')
      announced = Date.parse(said.closesAt)
    }
  }
  assert.equal(row.status, status, 'the row is not where its history leads')
  if (status !== 'closed') assert.equal(row.closes_at, announced ?? null, 'the announced end')
  if (row.status === 'closed') {
    assert.ok(lastClose && row.close_reason === lastClose.reason, 'the reason is that of the history')
    if (problems.includes(row.type) && (lastClose.reason === 'verified' || lastClose.reason === 'silence')) {
      assert.ok(row.cause && row.solution && row.prevention, 'a closed problem without cause, solution, prevention')
    }
  } else assert.equal(row.close_reason, null)
  const read = readTicketClocks(service, row.priority as never, history, w.now(), new Set())
  const kept = JSON.parse(row.clocks)
  assert.deepEqual(
    read.clocks.map(({ clock, generation, startedAt }) => [clock, generation, startedAt]),
    kept.map(({ clock, generation, startedAt }: Record<string, unknown>) => [clock, generation, startedAt]),
    'the kept clocks are those of the history',
  )
}

class Step implements fc.AsyncCommand<Model, Real> {
  readonly intents: readonly Intent[]
  readonly wait: number
  readonly counted: (outcomes: readonly string[]) => void

  constructor(intents: readonly Intent[], wait: number, counted: (outcomes: readonly string[]) => void) {
    this.intents = intents
    this.wait = wait
    this.counted = counted
  }

  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    real.w.pass(this.wait)
    const before = expected(this.intents[0]!, model, real.w.now())
    const outcomes = await Promise.all(this.intents.map((intent) => attempt(intent, model, real)))
    this.counted(outcomes.map((outcome, index) => `${this.intents[index]!.action} ${outcome}`))
    if (outcomes.length === 1) assert.ok(before.includes(outcomes[0]!), `${before.join(' or ')}, but ${outcomes[0]}`)
    else for (const outcome of outcomes) assert.ok(knownOutcomes.includes(outcome), outcome)
    for (const held of model.tickets) {
      const [row] = await findTicket(real.w.database.reader, { tenant, id: held.id })
      // Only what was touched can have changed for the worse.
      if (row!.changed_seq !== held.row.changed_seq || row!.status !== held.row.status) await invariants(real, held)
      held.row = row!
    }
  }

  toString = () =>
    `after ${this.wait / hour} h: ${this.intents.map(({ actor, action, ticket, fuller }) => `${actor} ${action} #${ticket}${fuller ? ' whole' : ''}`).join(' | ')}`
}

const knownOutcomes: readonly Outcome[] = [
  ...['done', 'forbidden', 'not_found', 'ticket_closed', 'action_not_possible', 'reopen_window_over'],
  'validation_failed',
]

/**
 * Tries random actions of everybody on a few tickets, one at a time and several at once, against the real store. Each
 * outcome is the one that the model expects, and whatever was tried, no ticket is where it may not be.
 *
 * @param options `actions`: how many at least; `database`: SQLite in memory unless told, closed with the run
 * @returns how many there were, and how often each came to what (`verify done`); throws with a shrunk counterexample
 * and its seed
 */
export async function runLifecycleModel({
  actions,
  seed,
  database,
}: {
  actions: number
  seed: number
  database?: Database
}): Promise<{ actions: number; came: ReadonlyMap<string, number> }> {
  const w = await world(database ? { database, create: true } : {})
  const staffIds: Record<string, string> = {}
  const keys: Record<string, string> = {}
  for (const name of ['agent', 'second_agent', 'lead', 'manager', 'auditor', 'admin'] as const) {
    const made = await w.staff(name === 'second_agent' ? 'agent' : (name as (typeof staffRoles)[number]), name)
    staffIds[name] = made.id
    keys[name] = made.key
  }
  const tokens = async (actor: ActorName) =>
    actor === 'owner' || actor === 'stranger' ? w.customer(actor, { account: actor }) : keys[actor]!
  const real: Real = { w, book: new ServiceBook(), tokens, staffIds }
  reopenDays = (await real.book.current(w.database.reader, tenant)).definition.closure.reopenWithinDays
  const came = new Map<string, number>()
  let done = 0
  const count = (outcomes: readonly string[]) => {
    done += outcomes.length
    for (const outcome of outcomes) came.set(outcome, (came.get(outcome) ?? 0) + 1)
  }
  const step = fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.array(intentArbitrary, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(intentArbitrary, { minLength: 2, maxLength: 4 }) },
      ),
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.constantFrom(hour, day, 20 * day) },
      ),
    )
    .map(([intents, wait]) => new Step(intents, wait, count))
  const property = fc.asyncProperty(fc.commands([step], { maxCommands: 300, size: 'max' }), async (commands) => {
    const setup = async () => {
      const token = await tokens('owner')
      const tickets: Held[] = []
      for (let each = 0; each < ticketTypes.length; each++) {
        const { id } = await w.raise(token, { type: ticketTypes[each] })
        const [row] = await findTicket(w.database.reader, { tenant, id })
        tickets.push({ id, row: row! })
      }
      return { model: { tickets }, real }
    }
    await fc.asyncModelRun(setup, commands)
  })
  try {
    for (let run = 0; done < actions; run++)
      await fc.assert(property, { numRuns: 1, seed: seed + run, endOnFailure: false })
  } finally {
    await w.close()
  }
  return { actions: done, came }
}
