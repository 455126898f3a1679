import type { Device } from './device.ts'
import { tenant } from './host.ts'
import type { Network } from './network.ts'
import type { Row } from './server-rows.ts'
import { shown, type Written } from './submissions.ts'

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

export function judge(written: readonly Written[], rows: readonly Row[], device: Device, network: Network): Verdict {
  const verdict: Verdict = { lost: [], duplicated: [], stuck: [], crossed: [] }
  const entries = onDisk(device)
  for (const one of written) {
    const { marker, person, submission, tab, kind } = one
    const arrived = rows.filter((row) => row.kind === kind && row.text === marker)
    const held = entries.filter(({ entry }) => entry.text === marker)
    if (arrived.length > 1) verdict.duplicated.push(`${marker} is on the server ${arrived.length} times`)
    for (const row of arrived)
      if (row.owner !== person) verdict.crossed.push(`${marker} of ${person} is ${row.owner}'s`)
    for (const { owner } of held)
      if (owner !== person) verdict.crossed.push(`${marker} of ${person} lies with ${owner}`)
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
      for (const { name } of one.files) {
        const there = row.files.includes(name)
        if (!there && !one.unwanted.has(name)) verdict.lost.push(`${marker} is without ${name}`)
        if (there && one.removed.has(name)) verdict.crossed.push(`${marker} has ${name}, which was taken away`)
      }
    }
    // Where it may not stay.
    for (const { entry } of held) {
      if (waits(entry.status)) {
        if (entry.status === 'needs_attention' && !network.refused.has(id) && id && !withoutBytes(one)) {
          verdict.stuck.push(`${marker} needs attention, and nobody has refused it`)
        }
      } else if (!blocked(entry, entries)) verdict.stuck.push(`${marker} is ${entry.status} on the device`)
    }
  }
  for (const [file, count] of counted(rows.filter(({ kind }) => kind === 'file').map(({ text }) => text))) {
    const again = written.some(({ files, submission }) => {
      return files.some(({ name }) => name === file) && network.refused.has(submission?.id ?? '')
    })
    if (count > 1 && !again) verdict.duplicated.push(`file ${file} is on the server ${count} times`)
  }
  return verdict
}

/** What the screens say of it, as long as nobody else has used them: nothing is on its way any more. */
export function judgeScreens(written: readonly Written[], device: Device, network: Network): string[] {
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
    if (state === 'needs_attention' && !network.refused.has(submission?.id ?? '') && !withoutBytes(one)) {
      wrong.push(`${marker} is shown to need attention, and nobody has refused it`)
    }
    if (['acknowledged', 'cancelled', 'needs_attention', 'dead'].includes(state)) continue
    const behind = written.some(
      (other) => other !== one && conversationOf(other) === conversationOf(one) && waits(shown(other)?.status),
    )
    const held = entries.find(({ entry }) => entry.text === marker)
    // What lies in memory only may stand behind one that another tab has left on the disk.
    const memory = { id: submission?.id ?? '', status: state, text: marker, order: Infinity }
    const entry = held?.entry ?? { ...memory, conversation: conversationOf(one) ?? '' }
    if (!behind && !blocked(entry, entries)) wrong.push(`${marker} is shown as ${state}`)
  }
  return wrong
}

/** Its text is asked about as its files are there no more. */
const withoutBytes = ({ emptied, files }: Written) => emptied && files.length > 0

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

function onDisk({ storage }: Device): Held[] {
  return [...storage.databases].flatMap(([name, { pairs }]) =>
    [...pairs]
      .filter(([key, value]) => key.startsWith('outbox/') && !isForeign(value))
      .map(([, value]) => {
        const record = value as {
          id: string
          write: { subject?: string; body?: string }
          phase: { status: string }
          conversation: string
          order: number
        }
        const { id, write, phase, conversation, order } = record
        const owner = name.slice(name.indexOf(`${tenant}/`) + tenant.length + 1)
        return {
          owner,
          entry: { id, status: phase.status, text: String(write.subject ?? write.body), conversation, order },
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
