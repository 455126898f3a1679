import { createHash } from 'node:crypto'
import { headers, type Problem, type ProblemCode, problem, tusHeaders } from '@aftercare/protocol'
import type { Fetch } from '../../src/environment.ts'

/** One request as it arrived. */
export interface Arrived {
  readonly method: string
  readonly path: string
  readonly key: string | null
  readonly token: string | null
  readonly body: unknown
  readonly bytes: Uint8Array
  readonly request: Request
}

/** Answers in place of the server: a response, or `lost` (the server acts, its answer does not arrive). */
export type Fault = (arrived: Arrived) => Response | Promise<Response | undefined> | 'lost' | 'offline' | undefined

export interface ScriptedServer {
  readonly fetch: Fetch
  readonly arrived: Arrived[]
  /** Tickets, messages and files that were made, by id. */
  readonly made: Map<string, Record<string, unknown>>
  /** Consulted for each request; `undefined` lets the server answer. */
  fault: Fault
}

export function problemResponse(code: ProblemCode, init: Record<string, string> = {}, status?: number): Response {
  const body: Problem = problem(code)
  return new Response(JSON.stringify({ ...body, status: status ?? body.status }), {
    status: status ?? body.status,
    headers: { 'Content-Type': 'application/problem+json', ...init },
  })
}

/** Claims of a development token; the signature is nobody's business here. */
export function token(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'EdDSA' })}.${part({ iss: 'test', aud: 'tidewater', ...claims })}.c2ln`
}

/**
 * Just enough of a server to make faults with: writes are idempotent by their key and nothing is checked. What the
 * client does with a whole server is tested with the whole server.
 */
export function scriptedServer(now: () => number): ScriptedServer {
  const answers = new Map<string, string>()
  const json = (text: string, status = 201) =>
    new Response(text, { status, headers: { 'Content-Type': 'application/json' } })

  const begun = new Map<string, string>()
  const uploads = new Map<string, { size: number; bytes: Buffer }>()
  function uploadAnswer(id: string, { size, bytes }: { size: number; bytes: Buffer }, status: number): Response {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (bytes.length === size) server.made.set(id, { fileId: id, sha256 })
    return new Response(null, {
      status,
      headers: {
        Location: `/support/uploads/${id}`,
        [tusHeaders.offset]: String(bytes.length),
        ...(bytes.length === size && { [tusHeaders.digest]: sha256 }),
      },
    })
  }

  function act({ method, path, key, body, bytes, request }: Arrived): Response {
    const at = new Date(now()).toISOString()
    const [, column, id, part] = path.split('/')
    if (method === 'GET') {
      if (column === 'tickets' && part === 'messages') {
        const items = [...server.made.values()].filter((item) => item['ticketId'] === id).reverse()
        return json(JSON.stringify({ items, next: null }), 200)
      }
      const found = id ? server.made.get(id) : undefined
      if (column === 'tickets' && found) return json(JSON.stringify(found), 200)
      if (column === 'tickets' && !id) {
        const items = [...server.made.values()].filter((item) => 'number' in item).reverse()
        return json(JSON.stringify({ items, next: null }), 200)
      }
      return problemResponse('not_found')
    }
    if (method === 'PATCH' && id) {
      const upload = uploads.get(id)
      if (!upload) return problemResponse('not_found')
      const offset = Number(request.headers.get(tusHeaders.offset))
      if (offset !== upload.bytes.length) return problemResponse('upload_offset_mismatch')
      upload.bytes = Buffer.concat([upload.bytes, bytes])
      return uploadAnswer(id, upload, 204)
    }
    if (method === 'DELETE' && id) {
      if (!uploads.delete(id)) return problemResponse('not_found')
      server.made.delete(id)
      return new Response(null, { status: 204 })
    }
    if (!key) return problemResponse('idempotency_key_missing')
    if (column === 'uploads') {
      const known = begun.get(key)
      if (known && !uploads.has(known)) return problemResponse('not_found')
      const id = known ?? crypto.randomUUID()
      const size = Number(request.headers.get(tusHeaders.length))
      const upload = uploads.get(id) ?? { size, bytes: Buffer.from(bytes) }
      begun.set(key, id)
      uploads.set(id, upload)
      return uploadAnswer(id, upload, 201)
    }
    const before = answers.get(`${path} ${key}`)
    if (before) return json(before)
    const input = body as Record<string, unknown>
    const common = { createdAt: at, attachments: [] }
    let result: Record<string, unknown>
    if (column === 'files') {
      const name = decodeURIComponent(request.headers.get(headers.fileName) ?? '')
      const mediaType = request.headers.get('Content-Type')
      result = { fileId: crypto.randomUUID(), name, mediaType, size: bytes.length, sha256: 'a'.repeat(64) }
    } else if (part === 'messages') {
      const author = { id: 'mara', name: 'Mara', side: 'requester' }
      result = { ...input, ticketId: id, kind: input['kind'] ?? 'reply', author, ...common }
    } else {
      result = {
        ...input,
        number: server.made.size + 1,
        status: 'new',
        closeReason: null,
        priority: null,
        requester: { id: 'mara', name: 'Mara' },
        assignee: null,
        account: null,
        replies: 0,
        promises: [],
        updatedAt: at,
        ...common,
      }
    }
    server.made.set(String(result['id'] ?? result['fileId']), result)
    const text = JSON.stringify(result)
    answers.set(`${path} ${key}`, text)
    return json(text)
  }

  const server: ScriptedServer = {
    arrived: [],
    made: new Map(),
    fault: () => undefined,
    async fetch(request) {
      const bytes = new Uint8Array(await request.arrayBuffer())
      const isJson = request.headers.get('Content-Type') === 'application/json'
      const arrived: Arrived = {
        method: request.method,
        path: new URL(request.url).pathname.replace('/support', ''),
        key: request.headers.get(headers.idempotencyKey),
        token: request.headers.get('Authorization')?.replace('Bearer ', '') ?? null,
        body: isJson ? JSON.parse(new TextDecoder().decode(bytes)) : undefined,
        bytes,
        request,
      }
      if (arrived.path === '/events') return new Response('', { status: 503 })
      server.arrived.push(arrived)
      const fault = await aborted(request.signal, Promise.resolve(server.fault(arrived)))
      if (fault === 'offline') throw new TypeError('fetch failed')
      if (fault instanceof Response) return fault
      const response = act(arrived)
      if (fault === 'lost') throw new TypeError('terminated')
      return response
    },
  }
  return server
}

/** As a real `fetch` does: the promise ends with the signal. */
function aborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
    promise.then(resolve, reject)
  })
}
