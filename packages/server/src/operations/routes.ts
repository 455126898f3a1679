import { protocolVersion } from '@aftercare/protocol'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { pendingMigrations } from '../storage/migrate.ts'
import { serverVersion } from '../version.ts'
import { describeRoutes } from './open-api.ts'

type OperationsHandlers = Pick<Handlers, 'health' | 'readiness' | 'version' | 'openApi'>

export function operationsHandlers({ database, log, basePath }: Services): OperationsHandlers {
  let description: ReturnType<typeof describeRoutes> | undefined
  return {
    health: { kind: 'operations', answer: async () => ({ status: 'ok' }) },
    readiness: {
      kind: 'operations',
      async answer() {
        const pending = await pendingMigrations(database).catch((error: unknown) => {
          log.warn({ error: String(error) }, 'not ready: the database does not answer')
          throw new ProblemError('unavailable', { headers: { 'Retry-After': '5' } })
        })
        if (pending.length === 0) return { status: 'ok' }
        log.warn({ pending }, 'not ready: migrations have yet to run')
        throw new ProblemError('unavailable', { headers: { 'Retry-After': '5' } })
      },
    },
    version: { kind: 'operations', answer: async () => ({ protocol: protocolVersion, server: serverVersion }) },
    openApi: {
      kind: 'operations',
      answer() {
        description ??= describeRoutes(basePath)
        return description
      },
    },
  }
}
