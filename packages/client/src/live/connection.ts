import type { SupportEvent } from '@aftercare/protocol'
import type { ReadableAtom } from 'nanostores'

/** `polling`: the stream does not come through, changes are asked for instead. */
export type ConnectionState = 'connecting' | 'live' | 'polling' | 'offline'

/** `reload`: events may have been missed, read again. */
export type LiveSignal = { readonly type: 'event'; readonly event: SupportEvent } | { readonly type: 'reload' }

/** Live updates, connected only while somebody listens. */
export interface Live {
  readonly $connection: ReadableAtom<ConnectionState>
  /** Returns what stops listening. */
  listen(listener: (signal: LiveSignal) => void): () => void
  close(): void
}
