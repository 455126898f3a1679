/** Where articles and their headings are, by the host's pattern (`article-href`). */
export class Addresses {
  readonly #pattern: string
  readonly #slug: string

  constructor(pattern: string, slug: string) {
    this.#pattern = pattern
    this.#slug = slug
  }

  /** The fragment of the pattern; undefined where the host leaves fragments to headings. */
  get #fragment(): string | undefined {
    const at = this.#pattern.indexOf('#')
    return at < 0 ? undefined : this.#pattern.slice(at + 1)
  }

  /** Of another article, or of a heading in it. */
  ofArticle(slug: string, anchor = ''): string {
    if (!this.#pattern) return `#${slug}`
    const filled = this.#pattern.replaceAll('{slug}', slug).replaceAll('{anchor}', encodeURIComponent(anchor))
    return anchor && this.#fragment === undefined ? `${filled}#${encodeURIComponent(anchor)}` : filled
  }

  /** Of a heading in this article. */
  ofHeading(anchor: string): string {
    const hosts = this.#fragment
    return hosts === undefined ? `#${encodeURIComponent(anchor)}` : this.ofArticle(this.#slug, anchor)
  }

  /** Whether the page's address says which heading is meant; else a link to one moves the view alone. */
  get hasAnchors(): boolean {
    return this.#fragment === undefined || this.#fragment.includes('{anchor}')
  }

  /** Which heading of this article a page's fragment (`#…`) means. */
  anchorIn(fragment: string): string | undefined {
    const said = decoded(fragment.replace(/^#/, ''))
    const hosts = this.#fragment
    if (hosts === undefined) return said || undefined
    const [before, after] = hosts.replaceAll('{slug}', this.#slug).split('{anchor}')
    if (after === undefined || before === undefined || !said.startsWith(before)) return undefined
    return said.slice(before.length) || undefined
  }
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
