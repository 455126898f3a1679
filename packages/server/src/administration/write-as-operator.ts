import { type AuditNote, type Journal, type Needs, UnknownTenant, type Writing, write } from '../journal/write.ts'
import { AdministrationError } from './administration-error.ts'

export type { Journal } from '../journal/write.ts'

/**
 * One audited transaction of whoever runs the server.
 *
 * @throws AdministrationError `not_found` when there is no such tenant
 */
export async function writeAsOperator<Result>(
  journal: Journal,
  tenant: string,
  work: (writing: Writing) => Promise<{ audit: AuditNote; result: Result }>,
  needs: Needs = {},
): Promise<Result> {
  try {
    return await write(journal, { tenant, actor: 'operator', needs }, work)
  } catch (error) {
    if (error instanceof UnknownTenant) throw new AdministrationError('not_found', error.message)
    throw error
  }
}
