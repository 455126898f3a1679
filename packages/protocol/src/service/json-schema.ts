import * as z from 'zod/mini'
import { serviceCalendarSchema } from './calendar.ts'
import { conditionSchema } from './condition.ts'
import { serviceDefinitionSchema } from './definition.ts'
import { fieldSchema } from './field.ts'
import { localizedSchema } from './localized.ts'

/** JSON Schema 2020-12 of a service definition, so that editors complete and check a definition file as it is written. */
export function definitionJsonSchema(): object {
  const names = z.registry<{ id: string; description: string }>()
  names.add(localizedSchema, { id: 'Localized', description: 'One text in each language of `locales`, by its tag.' })
  names.add(conditionSchema, { id: 'Condition', description: 'A small question about the ticket’s own fields.' })
  names.add(fieldSchema, { id: 'Field', description: 'A question of a ticket type, by its kind.' })
  names.add(serviceCalendarSchema, { id: 'Calendar', description: '“24x7”, or the hours in a time zone.' })
  return {
    title: 'Aftercare service definition',
    ...z.toJSONSchema(serviceDefinitionSchema, { io: 'input', metadata: names }),
  }
}
