/** One POST, signed already. */
export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** For all of it, in milliseconds. */
  readonly timeout: number
}

export interface WebhookAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  /** The beginning of the answer's body, as text. */
  readonly excerpt: string
}

/** The address may not be called, now; `reason` is a code. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Sends webhooks. Duties: redirects are not followed, no more of the answer is read than the excerpt, and the connection is
 * made to an address that was checked, never to one that a name leads to later.
 */
export interface WebhookSender {
  /** Why an endpoint may not have this address, as a code; undefined where it may. What its name leads to is seen when it is called. */
  refusalOf(url: string): string | undefined
  /** @throws WebhookRefused; anything else when no answer came */
  send(request: WebhookRequest): Promise<WebhookAnswer>
}

export interface WebhookOptions {
  readonly sender: WebhookSender
  /** How long an attempt may take, in milliseconds; 15 000 unless told. */
  readonly timeout?: number
  /** Between looks at what is due, in milliseconds; 1000 unless told. */
  readonly poll?: number
  /** After which attempts, failed, the next one comes, in milliseconds; `webhookSchedule` unless told. */
  readonly schedule?: readonly number[]
}
