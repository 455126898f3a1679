import { type DestinationStream, pino } from 'pino'
import type { Log } from '../log.ts'

/** Names under which a credential, an address with a signature or a text of a person could slip into a log line. */
const neverLogged = ['authorization', 'token', 'key', 'secret', 'cookie', 'signature', 'body', 'url', 'query']

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/**
 * Structured logs, one JSON object per line, to standard output unless told otherwise. Fields whose names say that
 * they hold a credential or a body are removed, at the top and one level down, whoever passes them.
 */
export function createLog(options: { level?: LogLevel; destination?: DestinationStream } = {}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: neverLogged.flatMap((name) => [name, `*.${name}`]), remove: true },
  }
  return options.destination ? pino(settings, options.destination) : pino(settings)
}
