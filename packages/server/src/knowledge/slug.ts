import { articleLimits } from '@aftercare/protocol/knowledge'

/** A name for an address, of the words that can be written in one; empty where there are none. */
export function slugOf(words: string): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
  return plain.slice(0, articleLimits.slug).replace(/^-+|-+$/g, '')
}

/** Names to try one after the other until one is free. */
export function* slugsFor(title: string, kind: string, id: string): Generator<string> {
  const plain = slugOf(title) || kind.replaceAll('_', '-')
  if (slugOf(title) !== '') yield plain
  const room = plain.slice(0, articleLimits.slug - 9).replace(/-+$/, '')
  yield `${room}-${id.slice(0, 8)}`
  yield id
}
