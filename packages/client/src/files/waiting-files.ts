import type { Core } from '../core.ts'

/** A file of a write that is on its way. */
export interface WaitingFile {
  /** Its place among the files of the write; stays the same when others are taken away. */
  readonly index: number
  readonly name: string
  /** Bytes; absent in what an earlier SDK has kept. */
  readonly size: number | undefined
}

/** Files of writes that have not gone out yet. */
export interface WaitingFiles {
  /** Those of one write that can still be taken away: none once it may have gone out. `id` is the write's. */
  of(id: string): readonly WaitingFile[]
  /** Places of those that were taken away from one write, in whatever tab; empty once it has arrived or is withdrawn. */
  removed(id: string): readonly number[]
  /**
   * Takes one away: the write goes without it, its bytes leave the device, and the server lets go of what has arrived.
   * Resolves with whether it does not go: false once the write may have gone out, also in another tab.
   */
  remove(id: string, index: number): Promise<boolean>
}

/** Opens the outbox where it is not open yet. */
export async function waitingFiles(core: Core): Promise<WaitingFiles> {
  return (await import('./open-waiting-files.ts')).openWaitingFiles(core)
}
