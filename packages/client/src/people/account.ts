import { listColleagues, type OwnAccount, type PersonReference, readOwnAccount } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'

/** The customer organization that the signed-in person speaks for. */
export interface AccountAccess {
  /**
   * What the person may see of it: its name; for those who look after it or audit it, all that is known of it; for a
   * partner, the accounts it serves. Null where the person speaks for none. Throws as `Core.call` does.
   */
  read(options?: { readonly signal?: AbortSignal }): Promise<OwnAccount | null>
  /**
   * Names of its people, for choosing who watches a ticket; with `account`, of one that a partner serves, for choosing
   * whom a ticket is raised for. All of them, in no order that means anything. Throws as `Core.call` does.
   */
  colleagues(options?: {
    readonly account?: string
    readonly signal?: AbortSignal
  }): Promise<readonly PersonReference[]>
}

/** Made once per core: `core.column(account)`. */
export function account(core: Core): AccountAccess {
  return {
    async read({ signal } = {}) {
      try {
        return await core.call(readOwnAccount, {}, signal && { signal })
      } catch (error) {
        if (error instanceof SupportProblem && error.code === 'not_found') return null
        throw error
      }
    },
    async colleagues({ account: of, signal } = {}) {
      const people: PersonReference[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query = { limit: '100', ...(of !== undefined && { account: of }), ...(cursor && { cursor }) }
        const { items, next } = await core.call(listColleagues, { query }, signal && { signal })
        people.push(...items)
        cursor = next
      }
      return people
    },
  }
}
