/** A mail as it is handed over: complete, and the same at each attempt. */
export interface MailMessage {
  /** RFC 5322 Message-ID, angle brackets included. It stays through all attempts, so that a repetition can be recognized. */
  readonly messageId: string
  /** Message-ID of the first mail of the conversation; undefined for that one itself. */
  readonly inReplyTo: string | undefined
  /** Milliseconds since 1970. */
  readonly date: number
  readonly from: MailAddress
  readonly replyTo: string | undefined
  readonly to: MailAddress
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Further headers, one line each. */
  readonly headers: Readonly<Record<string, string>>
}

export interface MailAddress {
  readonly address: string
  /** What is shown in place of the address. */
  readonly name: string | undefined
}

/**
 * Where mails go: a mail server, a provider's API, a mailbox of the development world. Duties (the mail sender
 * contract suite judges them):
 *
 * - **taken over**: when `send` resolves, the other side is responsible for the mail
 * - **word for word**: every member arrives as it is; none can become a header or a recipient of its own
 * - **failures are told apart**: `MailRefused` for what no repetition would change, `MailDeferred` for a mail that is
 *   not taken now while others may be, any other error when nothing can be sent at present
 * - **it ends**: `send` settles within 60 s
 */
export interface MailSender {
  send(message: MailMessage): Promise<void>
}

/** The other side does not take this mail now: a mailbox is full, or wants to be asked again. */
export class MailDeferred extends Error {
  override readonly name = 'MailDeferred'
  /** As in `MailRefused`. */
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`The mail was deferred: ${reason}`, options)
    this.reason = reason
  }
}

/** The other side will never take this mail. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
  /** A code such as `550 5.1.1`. It is stored and logged, so it holds no address and no name. */
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`The mail was refused: ${reason}`, options)
    this.reason = reason
  }
}
