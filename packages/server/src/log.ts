/** Where the server writes what operators need to know: structured fields first, then a sentence. Fits pino. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Says nothing. */
export const silentLog: Log = { info() {}, warn() {}, error() {} }
