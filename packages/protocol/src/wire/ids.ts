/** A string that only a schema or a maker of ids may call one of ours. */
type Branded<Name extends string> = string & { readonly __brand: Name }

export type TicketId = Branded<'TicketId'>
export type MessageId = Branded<'MessageId'>
export type FileId = Branded<'FileId'>

/** Fills an array with random bytes: `crypto.getRandomValues`, or a seeded source in a simulation. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => void

/** RFC 9562 version 4 UUID from 122 random bits: unguessable, so that an id can be its own idempotency key. */
export function newId<Id extends string>(random: RandomBytes): Id {
  const bytes = new Uint8Array(16)
  random(bytes)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id
}
