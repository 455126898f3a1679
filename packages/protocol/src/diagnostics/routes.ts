import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const readDiagnostics = route(
  { id: 'readDiagnostics', method: 'GET', path: '/tickets/:ticketId/diagnostics', kind: 'read' },
  () => schemas().then((contracts) => contracts.readDiagnosticsSchemas),
)
