// Holds every response of a run against the server's own OpenAPI document.
import assert from 'node:assert/strict'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const escapePointer = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1')
const mediaTypeOf = (type) => (type ?? '').split(';')[0].trim()
const isJson = (media) => /^application\/(problem\+)?json$/.test(media)

/** @param origin Address of the running host; the API is below `/support`. */
export function createRecorder(origin) {
  const seen = []
  const keep = (method, address, status, type, body) => {
    const { pathname } = new URL(address, origin)
    if (pathname.startsWith('/support/')) seen.push({ method, pathname, status, media: mediaTypeOf(type), body })
  }
  return {
    /** Listens to a page or a context of Playwright. */
    watch(target) {
      target.on('response', (response) => {
        const type = response.headers()['content-type']
        // A stream of events has no end, and a file is whatever it is: of those it is status and type that are held.
        const body = isJson(mediaTypeOf(type)) ? response.json().catch((error) => error) : undefined
        keep(response.request().method(), response.url(), response.status(), type, body)
      })
    },

    /** `fetch` below the base path, with a token; what it answers is kept too. */
    async call(token, method, path, body, headers = {}) {
      const response = await fetch(`${origin}/support${path}`, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body ? { 'content-type': 'application/json', 'idempotency-key': body.id } : {}),
          ...headers,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const value = await response.json()
      keep(method, response.url, response.status, response.headers.get('content-type'), value)
      return { status: response.status, value }
    },

    /** Every response so far is as the document says; answers how many there were, and of which operations. */
    async check() {
      const document = await (await fetch(`${origin}/support/openapi.json`)).json()
      const ajv = new Ajv({ strict: false, allErrors: true })
      addFormats(ajv)
      ajv.addSchema(document, 'openapi')
      const operations = new Set()
      for (const { method, pathname, status, media, body } of seen) {
        const what = `${method} ${pathname} ${status}`
        const found = operationOf(document, method, pathname)
        assert.ok(found, `the document has no ${method} ${pathname}`)
        operations.add(found.operationId)
        const declared = found.responses[status]
        assert.ok(declared, `${what} is not declared`)
        if (!declared.content) {
          assert.equal(media, '', `${what} is declared without a body`)
          continue
        }
        assert.ok(declared.content[media] ?? declared.content['*/*'], `${what} is not declared as ${media}`)
        if (!isJson(media)) continue
        const value = await body
        assert.ok(!(value instanceof Error), `${what}: ${value}`)
        const pointer = [...found.pointer, 'responses', String(status), 'content', media, 'schema']
        const validate = ajv.compile({ $ref: `openapi#/${pointer.map(escapePointer).join('/')}` })
        assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`)
      }
      return { responses: seen.length, operations }
    },
  }
}

/** The operation whose path template fits. */
function operationOf(document, method, pathname) {
  const base = new URL(document.servers?.[0]?.url ?? '/', 'http://host').pathname.replace(/\/$/, '')
  const path = base && pathname.startsWith(base) ? pathname.slice(base.length) : pathname
  for (const [template, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`)
    const operation = operations[method.toLowerCase()]
    if (operation && pattern.test(path)) return { ...operation, pointer: ['paths', template, method.toLowerCase()] }
  }
}
