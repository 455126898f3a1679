/** More documents than this are two segments. */
const mostDocuments = 768

/** 32 bits of an id that say nothing of how ids are made (FNV-1a, with the last mixing of MurmurHash3). */
function scattered(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/**
 * Spreads documents over segments by their ids: where one stands depends on nothing but how many others begin alike, so
 * that one more or less changes one segment, or makes two of one.
 *
 * @returns by the bits that the ids of a segment have in common
 */
export function spread<Document extends { readonly id: string }>(
  documents: readonly Document[],
  most = mostDocuments,
): ReadonlyMap<string, readonly Document[]> {
  const found = new Map<string, readonly Document[]>()
  const place = (some: readonly { hash: number; document: Document }[], prefix: string) => {
    if (some.length === 0) return
    if (some.length <= most || prefix.length === 32) {
      found.set(
        prefix,
        some.map(({ document }) => document),
      )
      return
    }
    for (const bit of [0, 1]) {
      place(
        some.filter(({ hash }) => ((hash >>> (31 - prefix.length)) & 1) === bit),
        prefix + bit,
      )
    }
  }
  place(
    documents.map((document) => ({ hash: scattered(document.id), document })),
    '',
  )
  return found
}
