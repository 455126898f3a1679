import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation, StoredValue } from '../persistence/persistence.ts'
import type { Draft, DraftState } from './draft.ts'

/** Typing is kept that long after its last stroke. Milliseconds. */
const quiet = 300

/** Opens the draft that the device holds under `key`, if it holds one. */
export async function openDraft(core: Core, key: string): Promise<Draft<unknown>> {
  const storageKey = `draft/${key}`
  const $state = atom<DraftState>({ status: 'empty' })
  let value: unknown
  let owner: string | undefined
  /** Not kept yet. */
  let dirty = false
  /** A record of a newer SDK lies there: it is left untouched. */
  let foreign = false
  let cancelTimer = () => {}
  let writing: Promise<void> = Promise.resolve()

  try {
    const open = await core.persistence()
    owner = open.identity
    const found = await open.store.get(storageKey)
    if (isDraft(found)) {
      value = found.value
      $state.set({ status: 'saved' })
    } else foreign = found !== undefined
  } catch {
    // Nobody is known yet, or the device refuses: it is tried again with the first save.
  }

  /** False when it lives in this page only. */
  async function write(operation: Operation): Promise<boolean> {
    owner ??= await core.session.identity().catch(() => undefined)
    // An owner that is no longer signed in: it is not put among another one's things.
    return !foreign && keep(core, owner, [operation])
  }

  async function store(): Promise<void> {
    if (!dirty) return
    dirty = false
    const saving = value
    const kept = await write({
      type: 'put',
      key: storageKey,
      value: { version: 1, savedAt: core.clock.now(), value: saving as StoredValue },
    })
    if (value === saving && !dirty) $state.set({ status: kept ? 'saved' : 'not_saved' })
  }

  function flush(): Promise<void> {
    cancelTimer()
    writing = writing.then(store)
    return writing
  }

  function forget(): void {
    cancelTimer()
    dirty = false
    value = undefined
    $state.set({ status: 'empty' })
  }

  const { attention } = core.environment
  const stop = attention.onVisibility(() => {
    // It may be the last that this page hears.
    if (!attention.visible()) void flush()
  })
  core.onClose(() => {
    stop()
    return flush()
  })

  return {
    get value() {
      return value
    },
    $state,
    save(next) {
      value = next
      dirty = true
      $state.set({ status: 'saving' })
      cancelTimer()
      cancelTimer = core.clock.after(quiet, () => void flush())
    },
    flush,
    async clear() {
      forget()
      writing = writing.then(async () => void (await write({ type: 'delete', key: storageKey })))
      await writing
    },
    discard() {
      forget()
      return foreign ? [] : [{ type: 'delete', key: storageKey }]
    },
  }
}

function isDraft(found: unknown): found is { readonly value: unknown } {
  return typeof found === 'object' && found !== null && 'version' in found && found.version === 1 && 'value' in found
}
