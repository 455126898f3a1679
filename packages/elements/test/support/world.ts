import { type ClientOptions, type Core, createCore, createSupportClient, type SupportClient } from '@aftercare/client'
import { type ProblemCode, problem } from '@aftercare/protocol'
import { watchedFetch } from './watched-fetch.ts'

export interface Person {
  readonly subject: string
  readonly name: string
  /** The customer organization they speak for. */
  readonly account?: string
}

let people = 0
const run = crypto.randomUUID().slice(0, 8)

/** Somebody nobody has seen before, with an empty device and no tickets. */
export const newPerson = (name = 'Mara Lindqvist', account?: string): Person => ({
  subject: `person-${run}-${++people}`,
  name,
  ...(account && { account }),
})

async function text(address: string): Promise<string> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return answer.text()
}

export const tokenAddress = (person: Person): string => `/test/token?${new URLSearchParams({ ...person })}`

const open: { close(): Promise<void> }[] = []

export function customerCore(person: Person, options: Partial<ClientOptions> = {}): Core {
  const core = createCore({
    url: '/support',
    subject: person.subject,
    getToken: () => text(tokenAddress(person)),
    fetch: watchedFetch,
    ...options,
  })
  open.push(core)
  return core
}

export function customer(person: Person): SupportClient {
  const client = createSupportClient({ url: '/support', getToken: () => text(tokenAddress(person)) })
  open.push(client)
  return client
}

export function staffClient(): SupportClient {
  const client = createSupportClient({ url: '/support', getToken: () => text('/test/staff-key') })
  open.push(client)
  return client
}

/** Ends what a test has opened, so that no stream outlives it. */
export async function closeClients(): Promise<void> {
  await Promise.all(open.splice(0).map((each) => each.close()))
}

/** A fetch that fails as told, for the requests that are told; everything else goes to the real server. */
export class FaultyFetch {
  readonly seen: string[] = []
  #fault: ((request: Request) => Response | Promise<Response> | undefined) | undefined

  readonly fetch = async (request: Request): Promise<Response> => {
    this.seen.push(`${request.method} ${new URL(request.url).pathname}`)
    return (await this.#fault?.(request)) ?? watchedFetch(request)
  }

  mend(): void {
    this.#fault = undefined
  }

  offline(): this {
    this.#fault = () => Promise.reject(new TypeError('Failed to fetch'))
    return this
  }

  /** Requests hang; those of `method` only, where one is given, and after so many that do not. */
  stall(method?: string, after = 0): this {
    let left = after
    this.#fault = (request) => {
      if (method && request.method !== method) return undefined
      if (left-- > 0) return undefined
      return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))
    }
    return this
  }

  /** The server answers with a problem; to requests of `method` only, where one is given. */
  refuse(code: ProblemCode, method?: string): this {
    this.#fault = (request) => {
      if (method && request.method !== method) return undefined
      const document = problem(code)
      return new Response(JSON.stringify(document), {
        status: document.status,
        headers: { 'content-type': 'application/problem+json' },
      })
    }
    return this
  }
}
