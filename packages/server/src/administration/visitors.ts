import { setVisitorsAllowed } from '../visitors/store.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

/**
 * Says whether somebody without a token of the tenant's backend may raise tickets; nobody may unless told. Taking it
 * back ends the tokens that visitors have, for as long.
 *
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function allowVisitors(
  journal: Journal,
  { tenant, allowed }: { tenant: string; allowed: boolean },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx }) => {
    await setVisitorsAllowed(tx, { tenant, allowed })
    return { audit: { action: 'tenant.visitors_allowed', details: { allowed } }, result: undefined }
  })
}
