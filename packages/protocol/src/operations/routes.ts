import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const health = route({ id: 'health', method: 'GET', path: '/healthz', kind: 'operations' }, () =>
  schemas().then((contracts) => contracts.healthSchemas),
)

export const readiness = route({ id: 'readiness', method: 'GET', path: '/readyz', kind: 'operations' }, () =>
  schemas().then((contracts) => contracts.readinessSchemas),
)

export const version = route({ id: 'version', method: 'GET', path: '/version', kind: 'operations' }, () =>
  schemas().then((contracts) => contracts.versionSchemas),
)

export const openApi = route({ id: 'openApi', method: 'GET', path: '/openapi.json', kind: 'operations' }, () =>
  schemas().then((contracts) => contracts.openApiSchemas),
)
