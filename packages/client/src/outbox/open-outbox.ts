import { newId } from '@aftercare/protocol'
import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import type { Channel } from '../environment.ts'
import { SupportProblem } from '../failure.ts'
import type { OpenPersistence } from '../persistence/persistence.ts'
import { differs, eventOf, read, send, upload } from './deliver.ts'
import { type HeldEntry, hold, stateOf, submissionOf } from './held-entry.ts'
import type { Outbox, OutboxView } from './outbox.ts'
import { initialPhase, type OutboxEvent, reduce } from './outbox-entry.ts'
import { createShelf, type Entry } from './shelf.ts'
import type { AttachmentInput, StoredFile } from './submission.ts'

/** Conversations that are sent at the same time. */
const atOnce = 4
/** How soon to look again when another tab is sending. Milliseconds. */
const otherTab = 5000
/** A timer further off would be cut to a wrong one by the platform. Milliseconds. */
const day = 24 * 60 * 60 * 1000

const missing = new SupportProblem({
  type: 'about:blank',
  title: 'The bytes of an attachment are gone',
  status: 422,
  code: 'attachment_unknown',
})

const settled = (held: HeldEntry) => ['acknowledged', 'cancelled', 'dead'].includes(held.entry.phase.status)
const final = (held: HeldEntry) => settled(held) && held.entry.phase.status !== 'dead'

/** Opens the outbox of a core: what was left on the device is taken up again. */
export async function openOutbox(core: Core): Promise<Outbox> {
  const { clock, random, environment, session } = core
  const shelf = createShelf(core)
  const held = new Map<string, HeldEntry>()
  const $entries = atom<readonly OutboxView[]>([])
  let opened: OpenPersistence | undefined
  let channel: Channel | undefined
  let draining: Promise<void> | undefined
  let lastOrder = 0
  let closed = false
  let cancelTimer = () => {}
  /** Wakes a drain cycle that waits for an answer, so that it looks at what is new. */
  let poke = () => {}

  // ---- what is shown

  function show(): void {
    const mine = [...held.values()].filter(({ entry }) => entry.owner === opened?.identity || !entry.owner)
    const ordered = mine.sort((a, b) => a.entry.order - b.entry.order || (a.entry.id < b.entry.id ? -1 : 1))
    $entries.set(
      ordered.map((item): OutboxView => {
        const { id, conversation, createdAt, write } = item.entry
        return { id, conversation, createdAt, write, state: item.$state.get(), ...handles(item) }
      }),
    )
  }

  function apply(item: HeldEntry, event: OutboxEvent): void {
    const phase = reduce(item.entry.phase, event)
    item.kept &&= phase === item.entry.phase
    item.entry = { ...item.entry, phase }
    item.$state.set(stateOf(item.entry.phase, item.durable))
    show()
  }

  /** Keeps where the entry stands; what the device refused before, it may take now. */
  async function keep(item: HeldEntry): Promise<void> {
    if (final(item)) return
    const { entry } = item
    const durable = await shelf.put(entry, item.bytes)
    if (entry === item.entry) item.kept = true
    if (durable) item.bytes = undefined
    item.durable ||= durable
    // Settled meanwhile, by a cancel or another tab: it must not come back.
    if (final(item)) await shelf.settle(item.entry, item.entry.phase.status === 'acknowledged')
    else item.$state.set(stateOf(item.entry.phase, item.durable))
  }

  function handles(item: HeldEntry) {
    return {
      retry(): void {
        apply(item, { type: 'retry' })
        void keep(item).then(drain)
      },
      async cancel(): Promise<void> {
        if (settled(item) && item.entry.phase.status !== 'dead') return
        apply(item, { type: 'cancel' })
        item.abort?.abort()
        await shelf.settle(item.entry, false)
        tell()
      },
    }
  }

  // ---- what lies on the device, and other tabs

  const tell = () => channel?.post('changed')

  /** Takes up what the device holds: from the last time, or from another tab. */
  async function reload(): Promise<void> {
    const open = await core.persistence()
    if (open !== opened) {
      if (opened?.name !== open.name) {
        channel?.close()
        channel = environment.channel(open.name, () => void reload().then(drain, () => {}))
      }
      opened = open
    }
    const known = [...held.values()].filter((item) => item.durable && item.entry.owner === open.identity)
    const found = new Map((await shelf.load(open)).map((entry) => [entry.id, entry]))
    for (const entry of found.values()) {
      const item = held.get(entry.id)
      // What this page knows is newer than what it has written down.
      if (item && (item.abort || final(item) || !item.kept)) continue
      if (item) item.entry = entry
      const next = item ?? hold(entry, open.durable)
      held.set(entry.id, next)
      lastOrder = Math.max(lastOrder, entry.order)
      apply(next, { type: 'resumed', now: clock.now() })
    }
    for (const item of known) {
      if (found.has(item.entry.id) || item.abort || final(item)) continue
      // Another tab has finished with it: sent, or withdrawn.
      const event: OutboxEvent = (await shelf.hasReceipt(item.entry))
        ? { type: 'answered', result: await read(core, item.entry), differs: false }
        : { type: 'cancel' }
      apply(item, event)
    }
    show()
  }

  // ---- sending

  /** The first unsettled entry of each conversation: the others wait behind it. */
  function heads(): readonly HeldEntry[] {
    const first = new Map<string, HeldEntry>()
    for (const item of held.values()) {
      const { conversation, owner, order } = item.entry
      if (settled(item) || (owner && opened && owner !== opened.identity)) continue
      const other = first.get(conversation)
      if (!other || order < other.entry.order) first.set(conversation, item)
    }
    return [...first.values()]
  }

  function due({ entry: { phase } }: HeldEntry): boolean {
    return phase.status === 'queued' || (phase.status === 'waiting' && phase.retryAt <= clock.now())
  }

  async function deliver(item: HeldEntry): Promise<void> {
    const abort = new AbortController()
    item.abort = abort
    const { signal } = abort
    apply(item, { type: 'taken', files: item.entry.files.filter(({ uploaded }) => !uploaded).length })
    try {
      if (!item.entry.owner) item.entry = { ...item.entry, owner: await session.identity() }
      await uploadFiles(item, signal)
      await answered(item, await send(core, item.entry, signal), false)
    } catch (error) {
      await failed(item, error, signal)
    } finally {
      item.abort = undefined
      tell()
    }
  }

  async function uploadFiles(item: HeldEntry, signal: AbortSignal): Promise<void> {
    for (const [index, file] of item.entry.files.entries()) {
      if (file.uploaded) continue
      const bytes = item.bytes?.[index] ?? (await shelf.bytes(item.entry, index))
      if (!(bytes instanceof Uint8Array)) throw missing
      const sent = await upload(core, item.entry, file, new Uint8Array(bytes), signal)
      item.entry = { ...item.entry, files: item.entry.files.with(index, sent) }
      apply(item, { type: 'uploaded' })
      await keep(item)
    }
  }

  async function answered(item: HeldEntry, result: unknown, otherContent: boolean): Promise<void> {
    await shelf.settle(item.entry, true)
    apply(item, { type: 'answered', result, differs: otherContent && differs(item.entry, result) })
  }

  async function failed(item: HeldEntry, error: unknown, signal: AbortSignal): Promise<void> {
    // We ended it ourselves: closed, or another person came.
    if (signal.aborted) return apply(item, { type: 'resumed', now: clock.now() })
    if (error instanceof SupportProblem) {
      const { code, answeredAt = clock.now() } = error
      item.entry = { ...item.entry, firstAnswerAt: item.entry.firstAnswerAt ?? answeredAt }
      if (code === 'idempotency_mismatch' && item.entry.phase.status === 'sending') {
        // It is there already: what the server holds under this id counts.
        const found = await read(core, item.entry, signal).catch((cause: unknown) => ({ cause }))
        if (!('cause' in found)) return answered(item, found, true)
        if (!(found.cause instanceof SupportProblem && found.cause.problem.status === 404)) error = found.cause
      }
      if (code === 'attachment_unknown') {
        // The server let go of the files: they go again, as new ones, when the person says so.
        const files = item.entry.files.map(({ name, type }) => ({ key: newId(random), name, type }))
        item.entry = { ...item.entry, files }
      }
    }
    apply(item, eventOf(error, clock.now(), fraction(), item.entry.firstAnswerAt))
    await keep(item)
  }

  function fraction(): number {
    const bytes = new Uint8Array(4)
    random(bytes)
    return new DataView(bytes.buffer).getUint32(0) / 2 ** 32
  }

  /** Sends until nothing is due any more. False when another tab is at it. */
  async function cycle(): Promise<boolean> {
    await reload().catch(() => {})
    if (closed || !heads().some(due)) return true
    const name = opened?.name ?? core.url
    const had = await environment.locks(name, async () => {
      // Another tab may have sent it while we waited for the lock.
      await reload().catch(() => {})
      const running = new Map<string, Promise<void>>()
      while (!closed) {
        const poked = new Promise<void>((resolve) => {
          poke = resolve
        })
        for (const item of heads()) {
          const { conversation } = item.entry
          if (running.size >= atOnce || running.has(conversation) || !due(item)) continue
          running.set(
            conversation,
            deliver(item).finally(() => running.delete(conversation)),
          )
        }
        if (running.size === 0) break
        await Promise.race([poked, ...running.values()])
      }
      await Promise.all(running.values())
      return true
    })
    return had ?? false
  }

  function drain(): Promise<void> {
    poke()
    if (closed) return Promise.resolve()
    draining ??= cycle()
      .catch(() => false)
      .then((had) => {
        draining = undefined
        schedule(had)
      })
    return draining
  }

  function schedule(had: boolean): void {
    cancelTimer()
    if (closed) return
    const now = clock.now()
    const open = heads()
    // Came while the cycle was ending.
    if (had && open.some(due)) return void drain()
    const times = open.flatMap((item) => {
      const { phase } = item.entry
      if (due(item)) return now + otherTab
      return phase.status === 'waiting' ? phase.retryAt : []
    })
    if (times.length === 0) return
    cancelTimer = clock.after(Math.min(day, Math.max(0, Math.min(...times) - now)), () => void drain())
  }

  /** The network may be back, the page may be seen again: what waited for that waits no longer. */
  function hint(): void {
    for (const item of held.values()) {
      const { phase } = item.entry
      const offline = phase.status === 'waiting' && phase.reason.kind === 'offline'
      if (offline || phase.status === 'blocked_auth') apply(item, { type: 'retry' })
    }
    void drain()
  }

  const stops = [
    environment.attention.onOnline(hint),
    environment.attention.onVisibility(() => environment.attention.visible() && hint()),
    session.onToken((token, changed) => {
      if (changed) {
        // Another person's: nothing of the one before is sent or shown any more.
        for (const item of held.values()) {
          if (item.entry.owner === token.identity) continue
          item.abort?.abort()
          if (item.durable) held.delete(item.entry.id)
        }
        opened = undefined
        $entries.set([])
        void reload().then(drain, () => {})
      } else if (!draining) {
        // While sending it is our own refresh, and who was refused with it is not helped by it.
        for (const item of held.values()) apply(item, { type: 'authorized' })
        void drain()
      }
    }),
  ]

  const outbox: Outbox = {
    $entries,
    async submit({ write, conversation, attachments = [], draft }) {
      const id = newId(random)
      const files = await Promise.all(attachments.map(storedFile))
      const owner = await session.identity().catch(() => undefined)
      lastOrder = Math.max(lastOrder + 1, clock.now())
      const entry: Entry = {
        id,
        owner,
        conversation: conversation ?? id,
        createdAt: clock.now(),
        order: lastOrder,
        write,
        files: files.map(({ name, type }) => ({ key: newId(random), name, type })),
        phase: initialPhase,
      }
      const bytes = files.map((file) => file.bytes)
      const durable = await shelf.put(entry, bytes, draft?.discard())
      // A reload may have found it on the device a moment before.
      const item = held.get(id) ?? hold(entry, durable, durable ? undefined : bytes)
      held.set(id, item)
      show()
      tell()
      void drain()
      const { retry, cancel } = handles(item)
      return submissionOf(item, retry, cancel)
    },
    drain,
    async close() {
      closed = true
      cancelTimer()
      for (const stop of stops) stop()
      for (const item of held.values()) item.abort?.abort()
      poke()
      await draining
      channel?.close()
    },
  }
  core.onClose(() => outbox.close())
  void drain()
  return outbox
}

/** Reads a file at once, so that it can be kept; a media type that no header can carry is left out. */
async function storedFile(input: AttachmentInput): Promise<StoredFile> {
  const bytes = 'bytes' in input && input.bytes instanceof Uint8Array ? input.bytes : await bytesOf(input)
  const type = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(input.type) ? input.type : 'application/octet-stream'
  return { name: input.name, type, bytes }
}

async function bytesOf(input: AttachmentInput): Promise<StoredFile['bytes']> {
  return input instanceof Blob ? new Uint8Array(await input.arrayBuffer()) : input.bytes
}
