import type { Challenge } from '@aftercare/protocol'
import type { ClientOptions, Core } from '../core.ts'
import { createCore } from '../create-core.ts'
import { defaultEnvironment } from '../default-environment.ts'
import { visitorSubject } from './visitor-name.ts'

export interface VisitorOptions extends Omit<ClientOptions, 'getToken' | 'subject'> {
  /** The tenant's public id. */
  readonly tenant: string
  /** Solves what the server asks of visitors; the proof of work that it asks unless told needs none. */
  readonly solve?: ((challenge: Challenge) => Promise<string>) | undefined
  /** What stands in a field that nobody sees: whoever fills it in is no person. */
  readonly decoy?: (() => string) | undefined
}

/**
 * Makes the core of a client for somebody whom no backend vouches for. Its token is asked for, and the challenge
 * solved, when there is something to send; until then nothing is requested.
 */
export function createVisitorCore(options: VisitorOptions): Core {
  const storage = options.storage ?? defaultEnvironment().storage
  const core: Core = createCore({
    ...options,
    subject: visitorSubject,
    storage(name) {
      // The person begins to type: what sending needs is there before the network may go.
      void load().catch(() => {})
      return storage(name)
    },
    getToken: async () => (await load()).visitorToken(core, options),
  })
  return core
}

async function load() {
  const [{ visitorToken }] = await Promise.all([
    import('./visitor-token.ts'),
    import('./load-ahead.ts').then(({ loadAhead }) => loadAhead()),
  ])
  return { visitorToken }
}
