import type { AuthorizedContext } from '../handle/handlers.ts'
import { write } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { principalName } from './principal.ts'

/**
 * Leaves one audit entry for a staff member's read of personal data, before it is answered. What customers read
 * of their own is not recorded.
 *
 * @param details query and ids, never what was read
 */
export async function recordRead(
  { journal }: Pick<Services, 'journal'>,
  { principal }: Pick<AuthorizedContext, 'principal'>,
  route: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (principal.side === 'requester') return
  const of = { tenant: principal.tenant, actor: principalName(principal) }
  await write(journal, of, async () => ({ audit: { action: `read.${route}`, details }, result: undefined }))
}
