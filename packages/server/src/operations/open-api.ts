import {
  commonProblems,
  headers as names,
  type ProblemCode,
  problemCodes,
  protocolVersion,
  type Route,
  type RouteSchemas,
  uploadBytesType,
} from '@aftercare/protocol'
import { permissions, withoutToken } from '@aftercare/protocol/permissions'
import { type RouteId, routes } from '@aftercare/protocol/routes'
import { articleEventSchema, eventSchema, noticeEventSchema } from '@aftercare/protocol/schemas'
import { serverVersion } from '../version.ts'
import { type JsonSchema, SchemaComponents } from './open-api-schemas.ts'
import { uploadAnswerHeaders, uploadParameters } from './open-api-uploads.ts'

type Member = Record<string, unknown>

/** What every route that takes a token can answer with besides. */
export const tokenProblems = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_not_yet_valid',
  'token_not_canonical',
  'token_header_refused',
  'token_wrong_algorithm',
  'token_wrong_signature',
  'token_wrong_audience',
  'token_unknown_issuer',
  'token_unknown_key',
  'token_revoked',
  'forbidden',
  'agreement_missing',
] as const satisfies readonly ProblemCode[]

const text: JsonSchema = { type: 'string' }
const responseHeaders = {
  RequestId: { description: 'Names this request in the log of the server', schema: { type: 'string', format: 'uuid' } },
  ETag: { description: 'Of exactly what this caller sees', schema: text },
  Link: { description: '`rel="next"`, where a list goes on', schema: text },
  RateLimit: { description: 'What is left of the limit', schema: text },
  RateLimitPolicy: { description: 'The limit', schema: text },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer' } },
  IdempotencyReplayed: { description: '`true` when this is the stored answer to an earlier request', schema: text },
}

/** The OpenAPI 3.1 description of every route, derived from the declarations that serve them. */
export async function describeRoutes(basePath: string): Promise<{ openapi: string } & Member> {
  const schemas = new SchemaComponents()
  const paths: Record<string, Member> = {}
  for (const [id, route] of Object.entries(routes) as [RouteId, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(id, route, await route.schemas(), schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Aftercare',
      version: protocolVersion,
      summary: 'Tickets, conversations, files and live updates of one support service',
      description: `Every request may name its protocol version in \`${names.protocol}\`. Errors are RFC 9457 problem documents.`,
      license: { name: 'MIT', identifier: 'MIT' },
      'x-server-version': serverVersion,
    },
    servers: [{ url: basePath || '/' }],
    tags: [
      { name: 'tickets', description: 'Tickets and their conversations' },
      { name: 'files', description: 'Attachments' },
      { name: 'people', description: 'Accounts, their people, and the staff' },
      { name: 'knowledge', description: 'Articles: for readers, and for those who write them' },
      { name: 'status', description: 'How the service is: incidents, maintenance, components' },
      { name: 'visitors', description: 'People whom no backend vouches for' },
      { name: 'live', description: 'Events as they happen' },
      { name: 'operations', description: 'For those who run the server' },
    ],
    paths,
    components: {
      schemas: schemas.all(),
      headers: responseHeaders,
      securitySchemes: {
        customerToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Minted by the backend of the host product for one person, for an hour at most',
        },
        visitorToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'acv_…',
          description: 'Of somebody whom no backend vouches for, where the tenant lets visitors in',
        },
        staffKey: { type: 'http', scheme: 'bearer', bearerFormat: 'ack_…', description: 'Of one staff member' },
      },
    },
  }
}

function tagOf({ kind, path }: Route): string {
  if (kind === 'operations') return 'operations'
  if (kind === 'stream') return 'live'
  if (path.startsWith('/visitors')) return 'visitors'
  if (/^\/(accounts?|people|staff)\b/.test(path)) return 'people'
  if (/^\/(articles|knowledge|search)\b/.test(path)) return 'knowledge'
  if (/^\/(status|status-pages|notices)\b/.test(path)) return 'status'
  return /^\/(files|uploads)\b/.test(path) ? 'files' : 'tickets'
}

function operation(id: RouteId, route: Route, schemas: RouteSchemas, components: SchemaComponents): Member {
  const grants = permissions[id]
  const isPublic = grants === 'public'
  const roles = isPublic ? [] : Object.keys(grants)
  const security = [
    ...(roles.includes('requester') ? [{ customerToken: [] }] : []),
    ...(roles.includes('requester') && id !== 'mergeVisitor' ? [{ visitorToken: [] }] : []),
    ...(roles.some((role) => role !== 'requester') ? [{ staffKey: [] }] : []),
    // An empty requirement: without a token, too (OpenAPI 3.1 §4.8.10.1).
    ...(withoutToken.has(id) ? [{}] : []),
  ]
  const body = requestBody(id, route, schemas, components)
  const codes = [...new Set([...commonProblems, ...(isPublic ? [] : tokenProblems), ...schemas.problems])]
  return {
    operationId: id,
    summary: schemas.summary,
    tags: [tagOf(route)],
    ...(isPublic ? {} : { description: `Roles: ${roles.join(', ')}.` }),
    security,
    parameters: parameters(route, schemas, components),
    ...(body ? { requestBody: body } : {}),
    responses: { ...success(id, route, schemas, components), ...problems(codes, isPublic) },
  }
}

function parameters(route: Route, schemas: RouteSchemas, components: SchemaComponents): Member[] {
  const header = (name: string, required: boolean, description: string, schema: JsonSchema = text) => ({
    name,
    in: 'header',
    required,
    description,
    schema,
  })
  const all: Member[] = [
    ...components.members(schemas.params).map((member) => ({ ...member, in: 'path', required: true })),
    ...components.members(schemas.query).map((member) => ({ ...member, in: 'query' })),
    header(names.protocol, false, 'Version of the protocol that the caller speaks'),
  ]
  const anonymousWrite = route.kind === 'anonymous' && route.method !== 'GET'
  if (route.kind === 'write' || route.kind === 'upload' || route.id === 'createUpload' || anonymousWrite) {
    const uuid = { type: 'string', format: 'uuid' }
    all.push(header(names.idempotencyKey, true, 'A random UUID per submission, the same for each retry', uuid))
  }
  if (route.kind === 'upload') all.push(header(names.fileName, true, 'Name of the file, percent-encoded as UTF-8'))
  if (route.kind === 'tus') all.push(...uploadParameters(route.id).map(([name, says]) => header(name, true, says)))
  if (route.kind === 'read' || route.kind === 'feed')
    all.push(header('If-None-Match', false, 'An ETag that the caller has'))
  if (route.kind === 'stream') all.push(header('Last-Event-ID', false, 'The last position that the caller has'))
  return all
}

function requestBody(id: string, route: Route, schemas: RouteSchemas, components: SchemaComponents) {
  if (route.kind === 'upload') {
    return { required: true, description: `At most ${route.bodyLimit} bytes`, content: { '*/*': {} } }
  }
  if (route.kind === 'tus' && route.bodyLimit > 0) {
    const description = `At most ${route.bodyLimit} bytes, with those that came before`
    return { required: id === 'appendUpload', description, content: { [uploadBytesType]: {} } }
  }
  if (!schemas.body) return undefined
  const schema = components.reference(schemas.body, `${capitalized(id)}Request`)
  return { required: true, content: { 'application/json': { schema } } }
}

const headerReferences = (...list: [string, keyof typeof responseHeaders][]) =>
  Object.fromEntries(list.map(([name, component]) => [name, { $ref: `#/components/headers/${component}` }]))

const always: [string, keyof typeof responseHeaders][] = [[names.requestId, 'RequestId']]
const limited: [string, keyof typeof responseHeaders][] = [
  ['RateLimit', 'RateLimit'],
  ['RateLimit-Policy', 'RateLimitPolicy'],
]

const feedType = (path: string): string =>
  path.endsWith('.json')
    ? 'application/json'
    : path.endsWith('.ics')
      ? 'text/calendar'
      : `application/${path.endsWith('.rss') ? 'rss' : 'atom'}+xml`

function success(id: string, route: Route, schemas: RouteSchemas, components: SchemaComponents): Member {
  const description = schemas.summary
  switch (route.kind) {
    case 'download':
      return { 200: { description, headers: headerReferences(...always), content: { '*/*': {} } } }
    case 'feed': {
      const etag = headerReferences(...always, ['ETag', 'ETag'])
      const content = { [feedType(route.path)]: {} }
      return {
        200: { description, headers: headerReferences(...always, ...limited, ['ETag', 'ETag']), content },
        304: { description: 'As the caller has it', headers: etag },
      }
    }
    case 'bytes': {
      const headers = headerReferences(...always, ...limited, ['ETag', 'ETag'])
      return { 200: { description, headers, content: { 'application/octet-stream': {} } } }
    }
    case 'stream': {
      // JSON Schema's words for "text in another format, whose data is this".
      const data = {
        oneOf: [
          components.reference(eventSchema, 'SupportEvent'),
          components.reference(articleEventSchema, 'ArticleEvent'),
          components.reference(noticeEventSchema, 'NoticeEvent'),
        ],
      }
      const schema = { type: 'string', contentMediaType: 'text/event-stream', contentSchema: data }
      const content = { 'text/event-stream': { schema } }
      return { 200: { description, headers: headerReferences(...always, ...limited), content } }
    }
    case 'tus': {
      const headers = { ...headerReferences(...always, ...limited), ...uploadAnswerHeaders(id) }
      return { [route.success]: { description, headers } }
    }
    default: {
      const content = schemas.output && {
        'application/json': { schema: components.reference(schemas.output, `${capitalized(id)}Answer`) },
      }
      const reading = route.kind === 'read' || route.kind === 'operations'
      const list =
        route.kind === 'anonymous'
          ? []
          : reading
            ? ([
                ['ETag', 'ETag'],
                ['Link', 'Link'],
              ] as const)
            : ([[names.idempotencyReplayed, 'IdempotencyReplayed']] as const)
      const headers = headerReferences(
        ...always,
        ...(route.kind === 'operations' ? [] : limited),
        ...list.map(([name, component]): [string, keyof typeof responseHeaders] => [name, component]),
      )
      const answers: Member = { [route.success]: { description, headers, ...(content ? { content } : {}) } }
      if (reading)
        answers['304'] = { description: 'As the caller has it', headers: headerReferences(...always, ['ETag', 'ETag']) }
      return answers
    }
  }
}

/** One response per status, with the codes it may carry. */
function problems(codes: readonly ProblemCode[], isPublic: boolean): Member {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const [status] = problemCodes[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const entries = [...byStatus].map(([status, some]) => {
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: some } } }],
    }
    const wait = status === 409 || status === 429 || status === 503
    const headers = headerReferences(...always, ...(isPublic ? [] : limited), ...(wait ? retryAfter : []))
    const description = some.map((code) => `\`${code}\`: ${problemCodes[code][1]}`).join('; ')
    return [status, { description, headers, content: { 'application/problem+json': { schema } } }]
  })
  return Object.fromEntries(entries)
}

const retryAfter: [string, keyof typeof responseHeaders][] = [['Retry-After', 'RetryAfter']]

const capitalized = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1)
