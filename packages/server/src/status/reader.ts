import type { ServiceDefinition } from '@aftercare/protocol/service'
import { ProblemError } from '../handle/problem-error.ts'
import type { Principal } from '../identity/principal.ts'
import type { ServiceBook } from '../service/service-book.ts'
import { currentVersion } from '../service/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import type { Accounts } from './store.ts'

/** Who reads, as far as notices ask. */
export interface StatusReader {
  readonly tenant: string
  readonly accounts: Accounts
  /** Who may say that it is affected, too. */
  readonly person?: string
  /** Whose answers to maintenance it sees. */
  readonly account?: string
}

/** Customers hear of what concerns their account, partners of those that they serve as well, and staff of everything. */
export function statusReader(principal: Principal): StatusReader {
  const { tenant, id: person } = principal
  if (principal.side === 'agent') return { tenant, accounts: 'all' }
  const { account, served } = principal
  const own = account === null ? {} : { account }
  return { tenant, accounts: [...(account === null ? [] : [account]), ...served], person, ...own }
}

/** Whoever brings no token: what is for everybody. */
export const anybodyReading = ({ tenant }: { readonly tenant: string }): StatusReader => ({ tenant, accounts: [] })

/** @throws ProblemError not_found where there is no such tenant */
export async function definitionOf(db: Queryable, book: ServiceBook, tenant: string): Promise<ServiceDefinition> {
  const [version] = await currentVersion(db, { tenant })
  if (!version) throw new ProblemError('not_found')
  return (await book.current(db, tenant)).definition
}
