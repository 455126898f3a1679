import type { RandomBytes } from '@aftercare/protocol'
import {
  freshSecrets,
  memoryBlobStore,
  type StaffKeys,
  seededWorld,
  type TokenPerson,
  type WorldOptions,
} from '@aftercare/server/development/portable'
import { Network } from './network.ts'
import { openSqliteWasm } from './open-sqlite-wasm.ts'

export interface MockSupportOptions
  extends Pick<WorldOptions, 'basePath' | 'clock' | 'seed' | 'service' | 'mail' | 'log'> {
  /** Source of ids, secrets and keys; give one of your own where a test wants the same each time. */
  readonly random?: RandomBytes
}

export interface MockSupport {
  /** Answers as the backend does, over `network`, whatever origin is asked. */
  fetch(request: Request): Promise<Response>
  /** Latency and faults. */
  readonly network: Network
  /**
   * A token as the host's backend would mint it: what `getToken` resolves with.
   *
   * @param person who it speaks for; one of the seeded customers unless told
   * @param expiresInSeconds 900 unless told, 3600 at most
   */
  customerToken(person?: Partial<TokenPerson>, expiresInSeconds?: number): Promise<string>
  /** A key per role of the provider's people. */
  readonly staffKeys: StaffKeys
  /** Ends live streams and forgets everything. */
  close(): Promise<void>
}

/**
 * The backend inside this page or test: the server's own core over SQLite in WebAssembly, with a tenant (`tidewater`),
 * staff and, unless `seed` is false, a few conversations in it. Nothing is imitated, so nothing can drift; what is not
 * there is what only a process of its own has: durability and mail by SMTP.
 */
export async function createMockSupport(options: MockSupportOptions = {}): Promise<MockSupport> {
  const random: RandomBytes = options.random ?? ((bytes) => void crypto.getRandomValues(bytes))
  const parts = { database: await openSqliteWasm(), blobs: memoryBlobStore(), secrets: freshSecrets(random), random }
  const { server, staffKeys, customerToken, close } = await seededWorld(parts, options)
  const network = new Network()
  return {
    fetch: (request) => network.carry(request, server.fetch),
    network,
    customerToken,
    staffKeys,
    close,
  }
}
