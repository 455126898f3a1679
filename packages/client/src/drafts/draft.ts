import type { ReadableAtom } from 'nanostores'
import type { Operation } from '../persistence/persistence.ts'

export type DraftState =
  | { readonly status: 'empty' }
  | { readonly status: 'saving' }
  | { readonly status: 'saved' }
  /** The device refuses to keep it: it lives as long as the page. */
  | { readonly status: 'not_saved' }

/** What a person typed and did not send yet. */
export interface Draft<T> {
  /** What was found at open, or saved since. */
  readonly value: T | undefined
  readonly $state: ReadableAtom<DraftState>
  /** Whose it is, as `Session.identity` says; undefined until somebody is known. */
  readonly owner: string | undefined
  /** Keeps it 300 ms after the last call. */
  save(value: T): void
  /** Keeps at once what `save` still holds back. */
  flush(): Promise<void>
  clear(): Promise<void>
  /** Forgets the draft as part of somebody else's transaction (a ticket being queued). */
  discard(): readonly Operation[]
}

export interface Drafts {
  /** `key` names the form; values are JSON and bytes. */
  open<T>(key: string): Promise<Draft<T>>
}
