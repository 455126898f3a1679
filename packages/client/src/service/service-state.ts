import type { PublicService } from '@aftercare/protocol/service-rules'
import type { ReadableAtom } from 'nanostores'
import type { Failure } from '../failure.ts'

export type ServiceState =
  | { readonly status: 'loading' }
  /** The device holds no definition either. */
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      readonly service: PublicService
      /** Why it could not be read anew: it is the one last known. */
      readonly stale?: Failure
    }

/** What of the tenant's service definition a form needs. */
export interface Service {
  /** Reads while somebody watches: first what the device holds, then what the server says. */
  readonly $state: ReadableAtom<ServiceState>
  /**
   * The definition, at once where this device knows one, else as soon as the server has answered. Undefined where
   * neither has one.
   */
  load(): Promise<PublicService | undefined>
  /** Asks the server anew. */
  refresh(): Promise<void>
}
