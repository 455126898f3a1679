import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const readService = route({ id: 'readService', method: 'GET', path: '/service', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readServiceSchemas),
)
