/** More documents than this are two segments. */
export const mostDocuments = 768

/** 32 bits of an id that say nothing of how ids are made (FNV-1a, with the last mixing of MurmurHash3). */
function scattered(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

interface Scattered<Document> {
  readonly hash: number
  readonly document: Document
}

/** Steps are of so many documents. */
const step = 500

/**
 * Spreads documents over segments by their ids: where one stands depends on nothing but how many others begin alike, so
 * that one more or less changes one segment, or makes two of one. In steps.
 *
 * @returns by the bits that the ids of a segment have in common
 */
export function* spreading<Document extends { readonly id: string }>(
  documents: readonly Document[],
  most = mostDocuments,
): Generator<void, ReadonlyMap<string, readonly Document[]>> {
  const found = new Map<string, readonly Document[]>()
  const scatteredDocuments: Scattered<Document>[] = []
  for (const document of documents) {
    scatteredDocuments.push({ hash: scattered(document.id), document })
    if (scatteredDocuments.length % step === 0) yield
  }
  const waiting: (readonly [prefix: string, some: readonly Scattered<Document>[]])[] = [['', scatteredDocuments]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [prefix, some] = next
    if (some.length > most && prefix.length < 32) {
      const bitOf = ({ hash }: Scattered<Document>) => (hash >>> (31 - prefix.length)) & 1
      for (const bit of [1, 0]) waiting.push([`${prefix}${bit}`, some.filter((each) => bitOf(each) === bit)])
    } else if (some.length > 0) {
      found.set(
        prefix,
        some.map(({ document }) => document),
      )
    }
    yield
  }
  return found
}
