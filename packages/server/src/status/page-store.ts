import { prepared } from '../storage/prepared.ts'

/** The vendor's name, and since when its service is watched. */
export const watchedSince = prepared((db, p: { tenant: string }) =>
  db.selectFrom('tenants').select(['name', 'created_at']).where('id', '=', p.tenant),
)
