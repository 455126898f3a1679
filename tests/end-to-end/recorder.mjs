// Holds every JSON response of a run against the server's own OpenAPI document.
import assert from 'node:assert/strict'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const escapePointer = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1')
const isJson = (type) => /^application\/(problem\+)?json\b/.test(type ?? '')

/** @param origin Address of the running host; the API is below `/support`. */
export function createRecorder(origin) {
  const seen = []
  const keep = (method, address, status, type, body) => {
    const { pathname } = new URL(address, origin)
    if (pathname.startsWith('/support/') && isJson(type)) seen.push({ method, pathname, status, type, body })
  }
  return {
    /** Listens to a page or a context of Playwright. */
    watch(target) {
      target.on('response', (response) => {
        const type = response.headers()['content-type']
        if (!isJson(type) || response.status() === 304) return
        const body = response.json().catch(() => undefined)
        body.then((value) => value && keep(response.request().method(), response.url(), response.status(), type, value))
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

    /** Every response so far is as the document says; answers how many there were. */
    async check() {
      const document = await (await fetch(`${origin}/support/openapi.json`)).json()
      const ajv = new Ajv({ strict: false, allErrors: true })
      addFormats(ajv)
      ajv.addSchema(document, 'openapi')
      for (const { method, pathname, status, type, body } of seen) {
        const found = operationOf(document, method, pathname)
        assert.ok(found, `the document has no ${method} ${pathname}`)
        const key = found.responses[status] ? String(status) : 'default'
        const media = type.split(';')[0].trim()
        const pointer = [...found.pointer, 'responses', key, 'content', media, 'schema'].map(escapePointer).join('/')
        const reference = resolveResponse(document, found, key, media) ?? `#/${pointer}`
        const validate = ajv.compile({ $ref: `openapi${reference}` })
        assert.ok(
          validate(body),
          `${method} ${pathname} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
        )
      }
      return seen.length
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
    if (operation && pattern.test(path)) {
      return { responses: operation.responses, pointer: ['paths', template, method.toLowerCase()] }
    }
  }
}

/** A response may itself be a reference into `components`. */
function resolveResponse(_document, found, key, media) {
  const reference = found.responses[key]?.$ref
  return reference && `${reference}/content/${escapePointer(media)}/schema`
}
