/**
 * A request and a response without streams. Node's own cost more than all the rest of a simulation, and what the
 * client asks of them is this; that it works with the real ones is tested with the real server.
 */
export class PlainRequest {
  readonly url: string
  readonly method: string
  readonly headers: Map<string, string>
  readonly body: string | Uint8Array | null
  readonly signal: AbortSignal | undefined

  constructor(url: string, init: RequestInit) {
    this.url = url
    this.method = init.method ?? 'GET'
    const given = Object.entries((init.headers ?? {}) as Record<string, string>)
    this.headers = new Map(given.map(([name, value]) => [name.toLowerCase(), value]))
    this.body = (init.body ?? null) as string | Uint8Array | null
    this.signal = init.signal ?? undefined
  }
}

export class PlainResponse {
  readonly status: number
  readonly ok: boolean
  readonly headers: { get(name: string): string | null }
  readonly #text: string

  constructor(text: string, status: number, headers: Readonly<Record<string, string>>) {
    this.#text = text
    this.status = status
    this.ok = status >= 200 && status < 300
    const known = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    this.headers = { get: (name) => known.get(name.toLowerCase()) ?? null }
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#text)
  }
}
