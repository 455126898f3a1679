import type { Services } from '../services.ts'
import { accountHandlers } from './account-routes.ts'
import { deploymentHandlers } from './deployment-routes.ts'
import { noteHandlers } from './note-routes.ts'
import { ownAccountHandlers } from './own-account-routes.ts'
import { personHandlers } from './person-routes.ts'

/** Customer organizations, their people, and the staff who may be given their tickets. */
export const peopleHandlers = (services: Services) => ({
  ...ownAccountHandlers(services),
  ...accountHandlers(services),
  ...deploymentHandlers(services),
  ...noteHandlers(services),
  ...personHandlers(services),
})
