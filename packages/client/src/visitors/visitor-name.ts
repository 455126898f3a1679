/** Stands for the visitor of a device where a person's subject stands; no person's subject has this letter. */
export const visitorSubject = '\u0000'

/** Where a visitor's store keeps its token. */
export const visitorKey = 'visitor'

/** The visitor's identity on this device, from that of anybody of the same tenant. */
export const visitorIdentityOf = (identity: string): string =>
  `${identity.split('/')[0]}/${encodeURIComponent(visitorSubject)}`

/** What the device keeps of a visitor. */
export interface VisitorRecord {
  readonly version: 1
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** A record as it was found on the device; one of a newer version, or of another shape, is none. */
export function visitorRecordOf(found: unknown): VisitorRecord | undefined {
  if (typeof found !== 'object' || found === null || !('version' in found) || found.version !== 1) return undefined
  if (!('token' in found) || typeof found.token !== 'string' || !/^acv_[\w-]{43}$/.test(found.token)) return undefined
  if (!('expiresAt' in found) || typeof found.expiresAt !== 'number') return undefined
  return { version: 1, token: found.token, expiresAt: found.expiresAt }
}
