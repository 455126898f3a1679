import { createHash } from 'node:crypto'
import type { Device } from './device.ts'
import { tenant } from './host.ts'
import type { Network } from './network.ts'
import type { ServerModel } from './server-model.ts'
import type { Row } from './server-rows.ts'
import { isVisitor } from './server-visitors.ts'
import { shown, type Written } from './submissions.ts'
import { visitor } from './visiting.ts'

/** What may never be: each with a line for every time that it was. */
export interface Verdict {
  /** Called saved, or held by a page that lives, and neither on the server nor readable on the device. */
  readonly lost: string[]
  /** On the server more than once. */
  readonly duplicated: string[]
  /** Still on its way though nothing stands in it any more; or shown to be somewhere it is not. */
  readonly stuck: string[]
  /** On the server, or on the disk, as somebody else's; or on the server though the screen has said that it does not go. */
  readonly crossed: string[]
}

interface Found {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly conversation: string
  readonly order: number
}

export function judge(
  written: readonly Written[],
  { rows, endedFiles, merged: became }: ServerModel,
  device: Device,
  network: Network,
): Verdict {
  const verdict: Verdict = { lost: [], duplicated: [], stuck: [], crossed: [] }
  const entries = onDisk(device)
  // By both proofs, whether the answer came or not.
  const merged = new Set(became.values())
  for (const one of written) {
    const { marker, person, submission, tab, kind } = one
    const arrived = rows.filter((row) => row.kind === kind && (row.text === marker || row.id === submission?.id))
    const held = entries.filter(({ entry }) => holds(entry, one))
    if (arrived.length > 1) verdict.duplicated.push(`${marker} is on the server ${arrived.length} times`)
    for (const row of arrived)
      if (row.owner !== person && !(ofVisitor(one) && (isVisitor(row.owner) || merged.has(row.owner))))
        verdict.crossed.push(`${marker} of ${person} is ${row.owner}'s`)
    for (const { owner } of held)
      if (owner !== person && !(ofVisitor(one) && owner === visitor))
        verdict.crossed.push(`${marker} of ${person} lies with ${owner}`)
    const id = submission?.id ?? ''
    const state = shownTo(one)

    // Where it must be.
    if (
      arrived.length === 0 &&
      !one.withdrawn &&
      ((one.saved && !one.emptied) || (submission && tab.alive && !tab.frozen))
    ) {
      if (state === 'acknowledged') verdict.lost.push(`${marker} is shown as arrived and did not arrive`)
      else if (held.length === 0 && !(submission && tab.alive)) verdict.lost.push(`${marker} is nowhere`)
      else if (held.length === 0 && !state && !one.shared) verdict.lost.push(`${marker} is nowhere`)
    }
    for (const row of arrived) {
      for (const { name, bytes } of one.files) {
        const there = row.files.includes(name)
        if (there && !digestsOf(row, name).includes(createHash('sha256').update(bytes).digest('hex')))
          verdict.lost.push(`${marker} has other bytes than ${name} had`)
        if (!there && !one.unwanted.has(name)) verdict.lost.push(`${marker} is without ${name}`)
        if (there && one.removed.has(name)) verdict.crossed.push(`${marker} has ${name}, which was taken away`)
      }
    }
    for (const { over } of arrived) {
      if (kind === 'correction' && over !== one.seen && over !== marker)
        verdict.crossed.push(`${marker} was written over "${over}", which its person had not seen`)
    }
    for (const other of arrived.length > 0 ? one.behind : []) {
      if (cameBefore(one, other, network)) verdict.crossed.push(`${marker} came before ${other.marker}`)
    }
    // Where it may not stay.
    for (const { entry } of held) {
      if (waits(entry.status)) {
        const anew = kind === 'feedback' && written.some((other) => other.saved && other.behind.includes(one))
        if (anew && one.withdrawn && !one.emptied)
          verdict.stuck.push(`${marker} was refused, and holds up what was said anew`)
        if (entry.status === 'needs_attention' && id && !mayNeedAttention(one, rows, network)) {
          verdict.stuck.push(`${marker} needs attention, and nobody has refused it`)
        }
      } else if (!blocked(entry, entries)) verdict.stuck.push(`${marker} is ${entry.status} on the device`)
    }
  }
  for (const [file, count] of counted(rows.filter(({ kind }) => kind === 'file').map(({ text }) => text))) {
    // Who is let in as another visitor, as the token was lost or has ended, sends its files anew.
    const again = written.some((one) => {
      const anew = ofVisitor(one) || network.refused.has(one.submission?.id ?? '')
      return anew && one.files.some(({ name }) => name === file)
    })
    // Two pages that both find it gone, as other bytes had come, each send it anew.
    if (count > 1 && !again && !endedFiles.has(file))
      verdict.duplicated.push(`file ${file} is on the server ${count} times`)
  }
  return verdict
}

/** What the screens say of it, as long as nobody else has used them: nothing is on its way any more. */
export function judgeScreens(
  written: readonly Written[],
  rows: readonly Row[],
  device: Device,
  network: Network,
): string[] {
  const wrong: string[] = []
  const entries = onDisk(device)
  const keys = [...device.storage.databases.values()].flatMap(({ pairs }) => [...pairs.keys()])
  const receipts = new Set(keys.flatMap((key) => (key.startsWith('receipt/') ? key.slice('receipt/'.length) : [])))
  for (const one of written) {
    const { marker, submission, tab } = one
    const state = shownTo(one)
    if (!state || !tab.alive) continue
    if (state === 'cancelled' && !one.withdrawn) wrong.push(`${marker} is shown as withdrawn by nobody`)
    if (state === 'cancelled' && receipts.has(submission?.id ?? ''))
      wrong.push(`${marker} is shown as withdrawn, and another tab has its receipt`)
    if (state === 'needs_attention' && !mayNeedAttention(one, rows, network)) {
      wrong.push(`${marker} is shown to need attention, and nobody has refused it`)
    }
    if (['acknowledged', 'cancelled', 'needs_attention', 'dead'].includes(state)) continue
    const behind = written.some(
      (other) => other !== one && conversationOf(other) === conversationOf(one) && waits(shown(other)?.status),
    )
    const held = entries.find(({ entry }) => holds(entry, one))
    // What lies in memory only may stand behind one that another tab has left on the disk.
    const memory = { id: submission?.id ?? '', status: state, text: marker, order: Infinity }
    const entry = held?.entry ?? { ...memory, conversation: conversationOf(one) ?? '' }
    if (!behind && !blocked(entry, entries)) wrong.push(`${marker} is shown as ${state}`)
  }
  return wrong
}

function digestsOf({ body }: Row, name: string): (string | undefined)[] {
  const attachments = body['attachments'] as readonly { readonly name: string; readonly sha256?: string }[]
  return attachments.flatMap((file) => (file.name === name ? [file.sha256] : []))
}

const holds = ({ text, id }: Found, { marker, submission }: Written) => text === marker || id === submission?.id

/** Refused; or its text is asked about as its files are there no more; or somebody else has corrected the same. */
function mayNeedAttention(one: Written, rows: readonly Row[], { refused, visitorsRefused }: Network): boolean {
  const { submission, emptied, files, kind, conversation, marker, seen } = one
  const overtaken = (row: Row) =>
    row.kind === 'correction' && row.ticketId === conversation && row.text !== marker && row.text !== seen
  if (kind === 'correction' && rows.some(overtaken)) return true
  // The server has let nobody in.
  if (ofVisitor(one) && visitorsRefused()) return true
  // Called not saved by a page that slept too long, though it was: it asks for what was taken from it meanwhile.
  if (!one.saved && one.removed.size > 0) return true
  return refused.has(submission?.id ?? '') || (emptied && files.length > 0)
}

/** The later one, though nobody had withdrawn the earlier one, and nothing had befallen it. */
function cameBefore(later: Written, earlier: Written, { came, taken }: Network): boolean {
  const { submission, withdrawn, dead, emptied } = earlier
  if (withdrawn || dead || emptied) return false
  const [at = Infinity, wasThere = -Infinity] = [came.get(later.submission?.id ?? ''), taken.get(submission?.id ?? '')]
  return at < wasThere
}

/** It stays the visitor's where nobody has taken it over, and where what was begun of that did not come to its end. */
const ofVisitor = ({ tab }: Written) => tab.person === visitor

const waits = (status: string | undefined) => status === 'needs_attention' || status === 'dead'

function shownTo(one: Written): string | undefined {
  const { tab, shared } = one
  return tab.alive && !tab.frozen && !shared ? shown(one)?.status : undefined
}

const conversationOf = ({ conversation, submission }: Written) => conversation ?? submission?.id

interface Held {
  readonly owner: string
  readonly entry: Found
}

/**
 * A stuck head holds its own conversation; what a conversation begins with is its head, whatever the clock was then. Of two
 * that were written in two tabs at the same moment either may be.
 */
function blocked({ id, conversation, order }: Found, entries: readonly Held[]): boolean {
  return entries.some(
    ({ entry }) =>
      entry.conversation === conversation &&
      ((entry.order <= order && entry.id !== id) || entry.id === conversation) &&
      entry.status === 'needs_attention',
  )
}

interface Wrote {
  readonly subject?: string
  readonly body?: string
  readonly correction?: { readonly description?: string }
  readonly feedback?: { readonly comment?: string }
  readonly action?: { readonly reason?: string; readonly person?: string }
}

const textOf = ({ subject, body, correction, feedback, action }: Wrote): string | undefined =>
  subject ?? body ?? correction?.description ?? feedback?.comment ?? action?.reason ?? action?.person

function onDisk({ storage }: Device): Held[] {
  return [...storage.databases].flatMap(([name, { pairs }]) =>
    [...pairs]
      .filter(([key, value]) => key.startsWith('outbox/') && !isForeign(value))
      .map(([, value]) => {
        const record = value as {
          id: string
          write: Wrote
          phase: { status: string }
          conversation: string
          order: number
        }
        const { id, write, phase, conversation, order } = record
        const owner = name.slice(name.indexOf(`${tenant}/`) + tenant.length + 1)
        return {
          owner,
          entry: { id, status: phase.status, text: textOf(write) ?? id, conversation, order },
        }
      }),
  )
}

/** A record of another version, put there by the simulation. */
export const foreign = { version: 99, written: 'by a newer version' }
export const isForeign = (value: unknown) => JSON.stringify(value) === JSON.stringify(foreign)

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}
