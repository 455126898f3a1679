import assert from 'node:assert/strict'
import { commonProblems, headers as names, type Route } from '@aftercare/protocol'
import type { StaffRole } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import {
  createStaff,
  createSupportServer,
  createTenant,
  type Database,
  issueStaffKey,
  type Log,
  memoryBlobStore,
  migrate,
  registerIssuer,
  type ServerOptions,
  type StaffProfile,
} from '../src/index.ts'
import { tokenProblems } from '../src/operations/open-api.ts'
import { migratedInMemory } from './migrated-database.ts'

export const tenant = 'tidewater'
export const issuer = 'https://tidewater.example'
export const kid = 'key-1'

const host = await generateKeyPair('EdDSA', { extractable: true })
const secret = (fill: number) => new Uint8Array(32).fill(fill)

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire is for the assertions to judge
export type Answer = { status: number; headers: Headers; body: any }

export interface LogLine {
  level: keyof Log
  fields: Record<string, unknown>
  message: string
}

/** A real server over a real database, with one tenant, a customer's tokens and a key for each staff role. */
export async function world(options: { database?: Database; create?: boolean; server?: Partial<ServerOptions> } = {}) {
  const database = options.database ?? (await migratedInMemory())
  let now = Date.parse('2026-11-23T08:00:00.000Z')
  const clock = () => now
  const log: LogLine[] = []
  const line = (level: keyof Log) => (fields: object, message: string) =>
    void log.push({ level, fields: { ...fields }, message })
  const secrets = { audit: secret(1), links: secret(2) }
  const blobs = memoryBlobStore()
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes)
  const journal = { database, auditKey: secrets.audit, clock, random }
  if (options.database) await migrate(database)
  const serverOptions: ServerOptions = {
    database,
    blobs,
    secrets,
    clock,
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    ...options.server,
  }
  const server = await createSupportServer(serverOptions)
  if (options.create ?? options.database === undefined) await settle()

  async function settle() {
    await createTenant(journal, { id: tenant, name: 'Tidewater' })
    await trust()
  }

  /** Believes the tokens that `customer` and `sign` make; for a tenant that somebody else has made. */
  async function trust() {
    await registerIssuer(journal, { tenant, issuer, kid, algorithm: 'EdDSA', jwk: await exportJWK(host.publicKey) })
  }

  const seconds = () => Math.floor(now / 1000)
  const sign = (claims: JWTPayload, header: Record<string, unknown> = {}) =>
    new SignJWT({ iss: issuer, aud: tenant, sub: 'mara', iat: seconds(), exp: seconds() + 900, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
      .sign(host.privateKey)
  const customer = (subject = 'mara', claims: JWTPayload = {}) =>
    sign({ sub: subject, name: `Name of ${subject}`, ...claims })
  const staff = async (role: StaffRole, name = `The ${role}`, profile: StaffProfile = {}) => {
    const id = await createStaff(journal, { tenant, name, role, ...profile })
    const issued = await issueStaffKey(journal, { tenant, staff: id })
    return { id, keyId: issued.id, key: issued.key }
  }

  /** Sends a request below the base path; a plain object goes as JSON with a fresh idempotency key. */
  async function send(
    method: string,
    path: string,
    more: { token?: string | undefined; body?: unknown; headers?: Record<string, string>; key?: string } = {},
  ): Promise<Answer> {
    const headers = new Headers({ [names.protocol]: '1.0', ...more.headers })
    if (more.token !== undefined) headers.set('authorization', `Bearer ${more.token}`)
    let body: BodyInit | null = null
    if (more.body !== undefined) {
      const raw =
        typeof more.body === 'string' || more.body instanceof Uint8Array || more.body instanceof ReadableStream
      body = raw ? (more.body as BodyInit) : JSON.stringify(more.body)
      if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    }
    if (method !== 'GET' && method !== 'HEAD' && !headers.has(names.idempotencyKey)) {
      headers.set(names.idempotencyKey, more.key ?? crypto.randomUUID())
    }
    const init: RequestInit & { duplex?: 'half' } = { method, headers, body, duplex: 'half' }
    const answer = await answerOf(await server.fetch(new Request(`http://127.0.0.1/support${path}`, init)))
    await assertDeclared(method, path, answer)
    return answer
  }

  const newTicket = (more: object = {}) => ({
    id: crypto.randomUUID(),
    type: 'incident',
    subject: 'Labels do not print',
    description: 'Since this morning.',
    attachments: [] as { fileId: string; sha256: string }[],
    locale: 'en',
    ...more,
  })
  const newMessage = (more: object = {}) => ({
    id: crypto.randomUUID(),
    body: 'Any news?',
    attachments: [] as { fileId: string; sha256: string }[],
    ...more,
  })
  const raise = async (token: string, more: object = {}) =>
    (await send('POST', '/tickets', { token, body: newTicket(more) })).body
  const upload = (
    token: string | undefined,
    bytes: string | Uint8Array,
    name = 'screen.png',
    key = crypto.randomUUID() as string,
    type = 'image/png',
  ) =>
    send('POST', '/files', {
      token,
      body: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
      key,
      headers: { 'content-type': type, [names.fileName]: encodeURIComponent(name) },
    })

  return {
    database,
    blobs,
    journal,
    server,
    trust,
    serverOptions,
    log,
    sign,
    customer,
    staff,
    send,
    raise,
    upload,
    newTicket,
    newMessage,
    /** Lets time pass, in milliseconds. */
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    now: () => now,
    async close() {
      await server.close()
      await database.close()
    },
  }
}

const paths = Object.values(routes).map((route: Route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}(\\?|$)`),
}))

/** Every answer of every test is one that its route has declared. */
async function assertDeclared(method: string, path: string, { status, body, headers }: Answer): Promise<void> {
  assert.match(headers.get(names.requestId) ?? '', /^[0-9a-f-]{36}$/)
  const route = paths.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route
  if (!route || status === 304) return
  const { output, problems } = await route.schemas()
  if (status === route.success) {
    if (output) output.parse(body)
    return
  }
  const codes: readonly string[] = [...commonProblems, ...tokenProblems, ...problems]
  assert.ok(codes.includes(body.code), `${route.id} has not declared ${status} ${JSON.stringify(body)}`)
}

export type World = Awaited<ReturnType<typeof world>>

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
}
