import type { DiagnosticLine } from '@aftercare/protocol'

/** Names and values, or what knows them when they are asked for. */
export type Facts =
  | Readonly<Record<string, string | number | boolean>>
  | (() => Readonly<Record<string, string | number | boolean>>)

/** What may be noted; everything that is not named is not. */
export interface Allowed {
  /** What is written to the console, and errors that nobody caught. Objects are not written out. */
  readonly console?: boolean | undefined
  /** Requests that failed: method, address without its query, status, milliseconds. Never a body or a header. */
  readonly requests?: boolean | undefined
  /** Addresses within the page, without their queries. */
  readonly navigation?: boolean | undefined
  /** Performance marks and measures, and when the page was there. */
  readonly marks?: boolean | undefined
  /** Versions of the host's product and its parts; the browser's is added. */
  readonly versions?: Facts | undefined
  /** Feature flags that are on, or their variants. */
  readonly flags?: Facts | undefined
  /** Whatever else of the host helps to understand. */
  readonly context?: Facts | undefined
}

/** What the page noted, for evidence that a person sees before it is sent. */
export interface Diagnostics {
  /**
   * Begins to note what is allowed, and ends with what it returns; several may run at once. The code loads now, not
   * before. The host's console, requests and navigation work as ever, and no error of ours reaches it.
   */
  start(allowed: Allowed): () => void
  /**
   * What was noted, oldest first: masked, at most as many lines as a ticket takes. Rejects where the code does not load.
   */
  lines(): Promise<readonly DiagnosticLine[]>
  /** Forgets what was noted. */
  clear(): void
}
