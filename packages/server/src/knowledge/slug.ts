import { articleLimits } from '@aftercare/protocol/knowledge'
import { sha256Hex } from '../handle/digest.ts'

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

/**
 * The same, where something is called so elsewhere and keeps its name: of words that cannot all be written in one, a few
 * characters that are always the same tell them apart.
 */
export function nameAfter(words: string): string {
  const plain = slugOf(words)
  const same = words.normalize('NFKC')
  const lost = /[\p{L}\p{N}]/u.test(
    same
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[a-z0-9\p{M}]/gu, ''),
  )
  if (!lost) return plain
  const room = plain.slice(0, articleLimits.slug - 9).replace(/-+$/, '')
  return [...(room ? [room] : []), sha256Hex(same).slice(0, 8)].join('-')
}

/** Names to try one after the other until one is free. */
export function* slugsFor(title: string, kind: string, id: string): Generator<string> {
  const plain = slugOf(title) || kind.replaceAll('_', '-')
  if (slugOf(title) !== '') yield plain
  const room = plain.slice(0, articleLimits.slug - 9).replace(/-+$/, '')
  yield `${room}-${id.slice(0, 8)}`
  yield id
}
