import type { Inline } from '@aftercare/protocol/content'

type Mark = 'emphasis' | 'strong'
type Open = { readonly children: Inline[] } & (
  | { readonly kind: 'line' }
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'link'; readonly url: string }
  /** Says nothing of its own: what is inside stands where it stands. */
  | { readonly kind: 'through' }
)

/**
 * Puts a line together in its one form: texts that touch are one text, emphasis in emphasis is none, nothing is empty,
 * and nothing begins or ends with a break. What looks alike is written alike, so that it can be written back.
 */
export class LineBuilder {
  readonly #open: [Open, ...Open[]] = [{ kind: 'line', children: [] }]

  push(node: Inline): void {
    add(this.#top.children, node)
  }

  openMark(mark: Mark): void {
    const inside = this.#open.some((open) => open.kind === 'mark' && open.mark === mark)
    this.#open.push(inside ? this.#through() : { kind: 'mark', mark, children: [] })
  }

  /** @param url undefined where the link may not lead there: its words stay */
  openLink(url: string | undefined): void {
    const inside = this.#open.some((open) => open.kind === 'link')
    this.#open.push(url === undefined || inside ? this.#through() : { kind: 'link', url, children: [] })
  }

  get insideLink(): boolean {
    return this.#open.some((open) => open.kind === 'link')
  }

  close(): void {
    if (this.#open.length === 1) return
    const closed = this.#open.pop()!
    if (closed.kind === 'through') return
    const children = withoutOuterBreaks(closed.children)
    if (children.length === 0) return
    if (closed.kind === 'mark') this.push({ type: closed.mark, children })
    if (closed.kind === 'link') this.push({ type: 'link', url: closed.url, children })
  }

  line(): readonly Inline[] {
    while (this.#open.length > 1) this.close()
    return withoutOuterBreaks(this.#open[0].children)
  }

  get #top(): Open {
    return this.#open.at(-1)!
  }

  #through(): Open {
    return { kind: 'through', children: this.#top.children }
  }
}

function add(line: Inline[], node: Inline): void {
  const last = line.at(-1)
  if (node.type === 'text' || node.type === 'codeText') {
    if (node.text === '') return
    if (last?.type === node.type) line[line.length - 1] = { type: node.type, text: last.text + node.text }
    else line.push(node)
  } else if ((node.type === 'emphasis' || node.type === 'strong') && last?.type === node.type) {
    const children = [...last.children]
    for (const child of node.children) add(children, child)
    line[line.length - 1] = { type: node.type, children }
  } else line.push(node)
}

function withoutOuterBreaks(line: readonly Inline[]): readonly Inline[] {
  let [start, end] = [0, line.length]
  while (start < end && line[start]!.type === 'break') start++
  while (end > start && line[end - 1]!.type === 'break') end--
  return line.slice(start, end)
}
