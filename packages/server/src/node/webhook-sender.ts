import { type LookupAddress, lookup } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import ipaddr from 'ipaddr.js'
import { type WebhookAnswer, WebhookRefused, type WebhookSender } from '../webhooks/webhook-sender.ts'

export interface WebhookSenderOptions {
  /** Ranges that may be called though they are not public, as `10.0.0.0/8`; none unless told. */
  readonly allow?: readonly string[]
  /** Whether `http` may be called as well; no unless told. */
  readonly http?: boolean
  /** Certificate authorities (PEM) to believe in place of the system's. */
  readonly ca?: string
  /** All addresses of a name; the system's resolver unless told. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>
}

/** How much of an answer is kept, in bytes. */
const excerptLength = 1024

const systemResolve = async (hostname: string): Promise<readonly LookupAddress[]> =>
  promisify(lookup)(hostname, { all: true })

/**
 * Sends webhooks over HTTP/1.1, to public addresses alone unless told. The name is resolved here, all of its addresses are
 * checked, and the connection is made to those, whatever the name leads to a moment later; `Host` and SNI keep the name.
 * Proxies of the environment are not asked, redirects are answers.
 *
 * @throws Error when a range is none
 */
export function webhookSender(options: WebhookSenderOptions = {}): WebhookSender {
  const { http = false, ca, resolve = systemResolve } = options
  const allowed = (options.allow ?? []).map((range) => ipaddr.parseCIDR(range))
  // Agents of their own: the global ones may be told of a proxy.
  const agents = { 'http:': new HttpAgent(), 'https:': new HttpsAgent() }

  const mayBeCalled = (text: string): boolean => {
    const address = ipaddr.parse(text)
    if (allowed.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))) return true
    // IPv6 has its public addresses in 2000::/3 alone, from which tunnels and documentation are taken out by their range.
    return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.toByteArray()[0]! >> 5 === 1)
  }

  function refusalOf(text: string): string | undefined {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'url_invalid'
    if (url.protocol === 'http:' && !http) return 'https_needed'
    if (url.username !== '' || url.password !== '') return 'url_with_user'
    // Mail, databases and the like are no receivers; whoever may be called privately may be anywhere.
    const port = Number(url.port || 443)
    if (allowed.length === 0 && port < 1024 && port !== 443 && port !== 80) return 'port_refused'
    // `URL` has written every spelling of an IPv4 address in dots already.
    const literal = literalOf(url.hostname)
    if (literal !== undefined) return mayBeCalled(literal) ? undefined : 'address_refused'
    return /(^|\.)localhost\.?$/.test(url.hostname) && allowed.length === 0 ? 'address_refused' : undefined
  }

  async function addressesOf({ hostname }: URL): Promise<readonly LookupAddress[]> {
    const literal = literalOf(hostname)
    const addresses =
      literal === undefined ? await resolve(hostname) : [{ address: literal, family: literal.includes(':') ? 6 : 4 }]
    if (addresses.length === 0) throw new WebhookRefused('name_unknown')
    if (!addresses.every(({ address }) => mayBeCalled(address))) throw new WebhookRefused('address_refused')
    return addresses
  }

  return {
    refusalOf,
    async send({ url: text, headers, body, timeout }) {
      const refusal = refusalOf(text)
      if (refusal !== undefined) throw new WebhookRefused(refusal)
      const url = new URL(text)
      const signal = AbortSignal.timeout(timeout)
      const addresses = await within(signal, addressesOf(url))
      const pinned: LookupFunction = (_, { all }, found) =>
        all ? found(null, [...addresses]) : found(null, addresses[0]!.address, addresses[0]!.family)
      const call = url.protocol === 'https:' ? httpsRequest : httpRequest
      const agent = agents[url.protocol as keyof typeof agents]
      const answered = new Promise<WebhookAnswer>((done, failed) => {
        const length = { 'content-length': String(Buffer.byteLength(body)) }
        const settings = { method: 'POST', headers: { ...headers, ...length }, agent, lookup: pinned, signal }
        const sending = call(url, { ...settings, ...(ca !== undefined && { ca }) }, (answer) => {
          void excerptOf(answer).then((excerpt) => {
            sending.destroy()
            done({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], excerpt })
          })
        })
        sending.on('error', failed)
        sending.end(body)
      })
      return within(signal, answered)
    },
  }
}

/** An address in place of a name, without brackets. */
function literalOf(hostname: string): string | undefined {
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : undefined
}

/** @throws WebhookRefused when it takes too long */
async function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new WebhookRefused('timeout')), { once: true })
  })
  return Promise.race([late, work])
}

/** What came of the body before it broke off or was enough. */
async function excerptOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of answer) {
      pieces.push(piece)
      length += piece.length
      if (length >= excerptLength) break
    }
  } catch {
    // The status counts, and that has come.
  }
  // PostgreSQL keeps no U+0000.
  return Buffer.concat(pieces).subarray(0, excerptLength).toString('utf8').replaceAll('\0', '')
}
