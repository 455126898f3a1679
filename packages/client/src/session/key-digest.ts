import type { Digest } from '../environment.ts'

/** A staff key says nothing about its owner: its hash tells two of them apart and gives neither away. */
export async function keyDigest(key: string, digest: Digest): Promise<string> {
  const hash = await digest(new TextEncoder().encode(key))
  return Array.from(new Uint8Array(hash, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
