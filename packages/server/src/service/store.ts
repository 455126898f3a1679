import type { Insertable } from 'kysely'
import { prepared } from '../storage/prepared.ts'
import type { ServiceDefinitionsTable } from '../storage/schema.ts'

/** The version in force: the one published last. */
export const currentVersion = prepared((db, p: { tenant: string }) =>
  db
    .selectFrom('service_definitions')
    .select(['version', 'position'])
    .where('tenant', '=', p.tenant)
    .orderBy('position', 'desc')
    .limit(1),
)

export const findDefinition = prepared((db, p: { tenant: string; version: string }) =>
  db
    .selectFrom('service_definitions')
    .select(['version', 'position', 'definition', 'published_at'])
    .where('tenant', '=', p.tenant)
    .where('version', '=', p.version),
)

/** Every version there was, the newest first, without the definitions themselves. */
export const listDefinitions = prepared((db, p: { tenant: string }) =>
  db
    .selectFrom('service_definitions')
    .select(['version', 'position', 'published_at'])
    .where('tenant', '=', p.tenant)
    .orderBy('position', 'desc'),
)

/** No row comes back when the version is taken. */
export const insertDefinition = prepared((db, p: Insertable<ServiceDefinitionsTable>) =>
  db
    .insertInto('service_definitions')
    .values({
      tenant: p.tenant,
      version: p.version,
      position: p.position,
      definition: p.definition,
      published_at: p.published_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'version']).doNothing())
    .returning('version'),
)
