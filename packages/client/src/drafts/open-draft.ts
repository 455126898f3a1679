import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation, StoredValue } from '../persistence/persistence.ts'
import type { Draft, DraftState } from './draft.ts'

/** Typing is kept that long after its last stroke. Milliseconds. */
const quiet = 300

/**
 * Opens the newest draft that the device holds under `key` and that no other page has open, if there is one.
 *
 * A page keeps its draft in a place of its own, which it holds by a lock as long as it lives: what another page has kept
 * it neither writes over nor takes away, and what a page leaves behind is offered to the next.
 */
export async function openDraft(core: Core, key: string): Promise<Draft<unknown>> {
  const { attention, locks } = core.environment
  const first = `draft/${key}`
  const $state = atom<DraftState>({ status: 'empty' })
  let value: unknown
  let owner: string | undefined
  /** Where this page keeps it, once it has a place. */
  let place: string | undefined
  let release = () => {}
  /** Not kept yet. */
  let dirty = false
  let cancelTimer = () => {}
  let writing: Promise<void> = Promise.resolve()

  /** Takes the place of the newest draft that nobody has open; an empty one where something was `typed` already. */
  async function settle(typed: boolean): Promise<void> {
    const { store, name, identity } = await core.persistence()
    const found = (await store.list(first)).filter(([other]) => other.split('\n')[0] === first)
    found.sort(([, one], [, other]) => savedAt(other) - savedAt(one))
    for (const next of [...found.map(([other]) => other), first, `${first}\n${core.clock.now()}`]) {
      if (place || !(await hold(`${name}/${next}`))) continue
      // Looked at anew: whoever had it open until now may have written.
      const draft = (await store.get(next)) as Found
      if (draft && (typed || !savedAt(draft))) release()
      else {
        owner = identity
        place = next
        if (draft) value = draft.value
      }
    }
  }

  /** Whether no other page has that place: then this one has it from now on. */
  const hold = (name: string) =>
    new Promise<boolean>((resolve) => {
      const taken = () => resolve(false)
      const work = () =>
        new Promise<void>((leave) => {
          release = leave
          resolve(true)
        })
      locks(name, work).then(taken, taken)
    })

  // Nobody is known yet, or the device refuses: it is tried again with the first save.
  await settle(false).catch(() => release())
  if (value !== undefined) $state.set({ status: 'saved' })

  async function store(): Promise<void> {
    if (!dirty) return
    dirty = false
    const saving = value
    if (!place) await settle(true).catch(() => release())
    if (value !== saving) return
    // Where the owner is no longer signed in, it is not put among another one's things.
    const record = { version: 1, savedAt: core.clock.now(), value: saving as StoredValue }
    const kept = !!place && (await keep(core, owner, [{ type: 'put', key: place, value: record }]))
    if (value === saving && !dirty) $state.set({ status: kept ? 'saved' : 'not_saved' })
  }

  function flush(): Promise<void> {
    cancelTimer()
    writing = writing.then(store)
    return writing
  }

  function forget(): readonly Operation[] {
    cancelTimer()
    dirty = false
    value = undefined
    $state.set({ status: 'empty' })
    return place ? [{ type: 'delete', key: place }] : []
  }

  const stop = attention.onVisibility(() => {
    // It may be the last that this page hears.
    if (!attention.visible()) void flush()
  })
  core.onClose(() => {
    stop()
    return flush().then(release)
  })

  return {
    get value() {
      return value
    },
    $state,
    get owner() {
      return owner
    },
    save(next) {
      value = next
      dirty = true
      $state.set({ status: 'saving' })
      cancelTimer()
      cancelTimer = core.clock.after(quiet, () => void flush())
    },
    flush,
    async clear() {
      const operations = forget()
      writing = writing.then(async () => void (await keep(core, owner, operations)))
      await writing
    },
    discard: forget,
  }
}

type Found = { readonly version: unknown; readonly savedAt: number; readonly value: unknown } | null | undefined

/** When a draft that this SDK can read was kept, in milliseconds since the epoch; 0 for any other. */
const savedAt = (found: unknown): number => {
  const draft = found as Found
  return (draft?.version === 1 && draft.savedAt) || 0
}
