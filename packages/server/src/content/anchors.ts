import { type Inline, textOf } from '@aftercare/protocol/content'

const longestAnchor = 80

/** Makes the anchors of one text's headings: of their words, and each only once. */
export class Anchors {
  readonly #taken = new Map<string, number>()

  of(line: readonly Inline[]): string {
    const words = textOf(line)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    const plain =
      [...words]
        .slice(0, longestAnchor)
        .join('')
        .replace(/^-+|-+$/g, '') || 'section'
    let count = this.#taken.get(plain) ?? 1
    let anchor = plain
    // Another heading may be called what this one would become.
    while (this.#taken.has(anchor)) anchor = `${plain}-${++count}`
    this.#taken.set(plain, count)
    if (anchor !== plain) this.#taken.set(anchor, 1)
    return anchor
  }
}
