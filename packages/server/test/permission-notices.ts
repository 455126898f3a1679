import assert from 'node:assert/strict'
import { versionKey } from '@aftercare/protocol/knowledge'
import type { PeopleRows } from './permission-matrix.ts'
import type { Expected } from './permission-tables.ts'
import type { PermissionWorld } from './permission-world.ts'
import { tenant } from './world.ts'

const product = 'Harbormaster'
const concernsOf: Readonly<Record<string, object>> = {
  everybody: {},
  tenant: {},
  account: { accounts: ['harbor'] },
  served: { accounts: ['shipyard'] },
  other: { accounts: ['island'] },
  product: { products: [{ product, versionFrom: '4', versionTo: '4.9' }] },
  older: { products: [{ product, versionTo: '3' }] },
}

/** The customer's account has the product, once. */
async function deployed({ w }: PermissionWorld): Promise<void> {
  const of = { tenant, id: 'harbormaster-of-harbor', account: 'harbor', product, environment: 'production' }
  await w.database.kysely
    .insertInto('deployments')
    .values({
      ...of,
      version: '4.2',
      version_key: versionKey('4.2'),
      version_since: 0,
      retired_at: null,
      created_at: 0,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .execute()
}

/** Each route about notices, with the kinds of notice that it is asked about; without a token the query names the tenant. */
export function noticeRows(world: PermissionWorld, { token }: { readonly token?: string }): PeopleRows {
  const { w, chief } = world
  const of = token === undefined ? `?tenant=${tenant}` : '?'
  const id = () => crypto.randomUUID()
  const at = (hours: number) => new Date(w.now() + hours * 3_600_000).toISOString()
  const send = async (method: string, path: string, body?: object): Promise<Expected> =>
    (await w.send(method, path, { token, body })).status
  const chiefOf = (kind: string) => chief[kind === 'tenant' ? 'neighbour' : tenant]!

  const notice = (kind: string, what = 'incident') => ({
    ...{ id: id(), kind: what, impact: 'minor', concerns: concernsOf[kind] },
    ...(what === 'maintenance' && { window: { from: at(1), until: at(2) } }),
    text: { en: { title: 'Slow', body: 'We look.' } },
  })
  /** Asks about a notice while it is open, and ends it then: only so many may be open at once. */
  const about = async (kind: string, ask: (id: string) => Promise<Expected>, what = 'incident') => {
    await deployed(world)
    const body = notice(kind, what)
    const made = await w.send('POST', '/status/notices', { token: chiefOf(kind), body })
    assert.equal(made.status, 201)
    const found = await ask(body.id)
    const end = { id: id(), status: what === 'incident' ? 'resolved' : 'cancelled', text: { en: { body: 'Over.' } } }
    await w.send('POST', `/status/notices/${body.id}/updates`, { token: chiefOf(kind), body: end })
    return found
  }
  const listed = (path: string, list: string) => (kind: string) =>
    about(kind, async (id) => {
      const { status, body } = await w.send('GET', path, { token })
      return status === 200
        ? body[list].some((each: { id: string }) => each.id === id)
          ? 'present'
          : 'absent'
        : status
    })
  const kinds = Object.keys(concernsOf)
  return {
    readStatus: [kinds, listed(`/status${of}`, 'incidents')],
    listNotices: [kinds, listed(`/notices${of}&limit=100`, 'items')],
    readNotice: [kinds, (kind) => about(kind, (id) => send('GET', `/notices/${id}${of}`))],
    readUptime: [['self'], () => send('GET', `/status/uptime${of}`)],
    joinIncident: [kinds, (kind) => about(kind, (notice) => send('POST', `/notices/${notice}/joins`, { id: id() }))],
    acknowledgeMaintenance: [
      kinds,
      (kind) =>
        about(kind, (notice) => send('POST', `/notices/${notice}/acknowledgements`, { id: id() }), 'maintenance'),
    ],
    listWholeNotices: [kinds, listed('/status/notices?limit=100', 'items')],
    readWholeNotice: [kinds, (kind) => about(kind, (id) => send('GET', `/status/notices/${id}`))],
    openNotice: [
      ['self'],
      async () => {
        const body = notice('everybody')
        const status = await send('POST', '/status/notices', body)
        const end = { id: id(), status: 'resolved', text: { en: { body: 'Over.' } } }
        await w.send('POST', `/status/notices/${body.id}/updates`, { token: chiefOf('everybody'), body: end })
        return status
      },
    ],
    updateNotice: [
      kinds,
      (kind) =>
        about(kind, (notice) =>
          send('POST', `/status/notices/${notice}/updates`, {
            ...{ id: id(), status: 'identified', text: { en: { body: 'Found.' } } },
          }),
        ),
    ],
    setComponentState: [
      ['self'],
      () => send('POST', '/status/components/data/states', { id: id(), state: 'operational' }),
    ],
  }
}
