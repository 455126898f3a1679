import type { Content } from '@aftercare/protocol/content'
import { parseMarkdown } from './parse-markdown.ts'
import { printMarkdown } from './print-markdown.ts'

/** By the address as it stands in a text: where it leads instead. */
export type Addresses = ReadonlyMap<string, string>

const same = (one: Content, other: Content): boolean => JSON.stringify(one) === JSON.stringify(other)

/**
 * The same text with other addresses in it. Its author's writing stays as it is where that can be: nothing but the addresses
 * is changed, and what comes of it is read again to see that it says what it should. Otherwise the text is written anew.
 *
 * @param content what the text says with these addresses
 * @throws ContentError for a text that passes one of `contentLimits`
 */
export function readdress(source: string, addresses: Addresses, content: Content): string {
  const written = exchanged(source, addresses)
  return same(parseMarkdown(written), content) ? written : printMarkdown(content).replace(/\n$/, '')
}

/**
 * The other way round, to addresses that no text may have here: what it gives is `source` again once `readdress` has
 * turned them back. Where the addresses cannot be told apart from other words they stay.
 */
export function readdressOutwards(source: string, addresses: Addresses): string {
  const written = exchanged(source, addresses)
  const back = new Map([...addresses].map(([inner, outer]) => [outer, inner]))
  return exchanged(written, back) === source && same(parseMarkdown(written, { addresses: back }), parseMarkdown(source))
    ? written
    : source
}

/** Each where an address can stand: behind the brackets of a link or an image, or in a definition. */
function exchanged(source: string, addresses: Addresses): string {
  let text = source
  for (const [from, to] of addresses) {
    for (const form of new Set([from, decoded(from)])) {
      const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const places = [`(\\]\\(\\s*<?)${escaped}(?=[>)\\s])`, `(^ {0,3}\\[[^\\]\\n]+\\]:[ \\t]*<?)${escaped}(?=>|\\s|$)`]
      for (const place of places) text = text.replace(new RegExp(place, 'gm'), (_, before: string) => before + to)
    }
  }
  return text
}

function decoded(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}
