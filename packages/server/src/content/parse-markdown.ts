import {
  type Alignment,
  type Block,
  type Content,
  contentLimits,
  type Inline,
  isVideoAddress,
} from '@aftercare/protocol/content'
import MarkdownIt, { type Token } from 'markdown-it'
import { Anchors } from './anchors.ts'
import { ContentError } from './content-error.ts'
import { addressOf, altOf, cleanCode, cleanText, type LineOptions, parseLine } from './parse-line.ts'

// Its own bound, a hundred levels, lies far below what is accepted: of what it would leave out nothing is ever seen.
const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false })
parser.disable('strikethrough')
// Which addresses may be followed is decided where the tree is made, so that the words of a refused link stay.
parser.validateLink = () => true

const language = /^[\w+#.-]{1,40}/

/**
 * Reads Markdown (CommonMark 0.31 and the tables of GitHub) into the content tree. HTML is text like any other.
 * An image is an uploaded file (`![words](file:ID)`); a video stands alone in its paragraph as
 * `![words](https://… "video")`.
 *
 * @throws ContentError for a text that passes one of `contentLimits`
 */
export function parseMarkdown(source: string, options: LineOptions = {}): Content {
  if (source.length > contentLimits.length && [...source].length > contentLimits.length) {
    throw new ContentError('too_long', contentLimits.length, `A text has ${contentLimits.length} characters at most`)
  }
  return new Reader(parser.parse(source, {}), options).content()
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #anchors = new Anchors()
  readonly #options: LineOptions
  #at = 0
  #nodes = 0

  constructor(tokens: readonly Token[], options: LineOptions) {
    this.#tokens = tokens
    this.#options = options
  }

  content(): Content {
    return this.#blocks(0)
  }

  /** Up to the end of what stands around it. */
  #blocks(depth: number): Block[] {
    if (depth > contentLimits.depth) {
      const most = contentLimits.depth
      throw new ContentError('not_allowed', most, `Lists and quotes stand in each other ${most} deep at most`)
    }
    const blocks: Block[] = []
    for (let token = this.#next(); token && token.nesting >= 0; token = this.#next()) {
      const block = this.#block(token, depth)
      if (block) blocks.push(this.#counted(block))
    }
    return blocks
  }

  #block(token: Token, depth: number): Block | undefined {
    switch (token.type) {
      case 'heading_open': {
        const children = this.#line(false)
        const level = Number(token.tag.slice(1))
        return children.length > 0 ? { type: 'heading', level, id: this.#anchors.of(children), children } : undefined
      }
      case 'paragraph_open': {
        const video = videoOf(this.#tokens[this.#at]?.children ?? [])
        if (video) {
          this.#at += 2
          return video
        }
        const children = this.#line(true)
        return children.length > 0 ? { type: 'paragraph', children } : undefined
      }
      case 'bullet_list_open':
      case 'ordered_list_open': {
        const first = token.attrGet('start')
        const start = token.type === 'bullet_list_open' ? null : first === null ? 1 : Number(first)
        const items: Block[][] = []
        while (this.#next()?.type === 'list_item_open') items.push(this.#blocks(depth + 1))
        const said = items.filter((item) => item.length > 0)
        return said.length > 0 ? { type: 'list', start, items: said } : undefined
      }
      case 'blockquote_open': {
        const children = this.#blocks(depth + 1)
        return children.length > 0 ? { type: 'quote', children } : undefined
      }
      case 'fence':
      case 'code_block': {
        const named = token.type === 'fence' ? language.exec(token.info.trim())?.[0] : undefined
        return { type: 'code', language: named ?? null, text: cleanCode(token.content.replace(/\n$/, '')) }
      }
      case 'table_open':
        return this.#table()
      case 'hr':
        return { type: 'rule' }
      default:
        throw new Error(`The parser knows of "${token.type}", the content tree does not`)
    }
  }

  #table(): Block {
    const alignments: Alignment[] = []
    const rows: (readonly Inline[])[][] = []
    let cells = 0
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      if (++cells > contentLimits.cells) {
        throw new ContentError('too_many', contentLimits.cells, `A table has ${contentLimits.cells} cells at most`)
      }
      if (token.type === 'th_open') alignments.push(alignmentOf(token))
      rows.at(-1)?.push(this.#line(false))
    }
    const [head = [], ...body] = rows
    return { type: 'table', alignments, head, rows: body }
  }

  /** The words between an opening token and its end. */
  #line(breaks: boolean): readonly Inline[] {
    const words = this.#next()
    const line = parseLine(words?.children ?? [], breaks, this.#options)
    this.#next()
    countNodes(line, () => this.#count())
    return line
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++]
  }

  #counted(block: Block): Block {
    this.#count()
    return block
  }

  #count(): void {
    if (++this.#nodes <= contentLimits.nodes) return
    throw new ContentError('too_many', contentLimits.nodes, `A text has ${contentLimits.nodes} parts at most`)
  }
}

function countNodes(line: readonly Inline[], count: () => void): void {
  for (const node of line) {
    count()
    if ('children' in node) countNodes(node.children, count)
  }
}

function alignmentOf(token: Token): Alignment {
  const [, side] = /text-align:(left|center|right)/.exec(token.attrGet('style') ?? '') ?? []
  return (side as Alignment | undefined) ?? null
}

/** An image of the title `video` that is all its paragraph says. */
function videoOf(tokens: readonly Token[]): Block | undefined {
  const [image] = tokens
  if (tokens.length !== 1 || image?.type !== 'image' || image.attrGet('title') !== 'video') return undefined
  const url = addressOf(image, 'src')
  return isVideoAddress(url) ? { type: 'video', url, title: cleanText(altOf(image)).trim() } : undefined
}
