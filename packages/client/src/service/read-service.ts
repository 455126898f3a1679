import { readService } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { Core } from '../core.ts'
import { failureOf, NetworkFailure } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import type { StoredValue } from '../persistence/persistence.ts'
import type { ServiceState } from './service-state.ts'

/** Where the device keeps the definition last read: beside this person's drafts, as another role sees another part. */
const storageKey = 'service'

interface Kept {
  readonly etag: string | undefined
  readonly service: PublicService
}

/** Tells what the device holds, unless something is known; answers with what the server says, and keeps what is new. */
export async function readDefinition(
  core: Core,
  known: ServiceState,
  tell: (state: ServiceState) => void,
): Promise<ServiceState> {
  const [{ output }, kept] = await Promise.all([readService.schemas(), found(core)])
  const parse = (value: unknown): PublicService | undefined => output.safeParse(value).data
  const mine = kept && parse(kept.service)
  const held = known.status === 'ready' ? known.service : mine
  if (held && known.status !== 'ready') tell({ status: 'ready', service: held })
  try {
    const owner = await core.session.identity()
    const etag = mine && kept?.etag
    const headers = etag ? { 'If-None-Match': etag } : undefined
    const response = await core.send(readService, {}, { owner, headers })
    if (response.status === 304 && held) return { status: 'ready', service: held }
    const answer: unknown = await response.json()
    const service = parse(answer)
    if (!service) throw new NetworkFailure('The service definition cannot be read')
    // Kept as it came: a later SDK may understand more of it.
    const value = { version: 1, etag: response.headers.get('ETag'), service: answer as StoredValue }
    await keep(core, owner, [{ type: 'put', key: storageKey, value }])
    return { status: 'ready', service }
  } catch (error) {
    const reason = failureOf(error)
    return held ? { status: 'ready', service: held, stale: reason } : { status: 'failed', reason }
  }
}

/** What the device holds, not yet parsed; nothing where nobody is known or the device refuses. */
async function found(core: Core): Promise<Kept | undefined> {
  try {
    const record = await (await core.persistence()).store.get(storageKey)
    const is = typeof record === 'object' && record !== null && 'version' in record && record.version === 1
    if (!is) return
    const { etag, service } = record as unknown as { etag?: unknown; service: PublicService }
    return { etag: typeof etag === 'string' ? etag : undefined, service }
  } catch {
    return
  }
}
