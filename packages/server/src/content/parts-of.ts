import type { Block, Content, Inline } from '@aftercare/protocol/content'

/** Every part of every line of a text, in the order in which they are read. */
function* inlinesOf(content: Content): Generator<Inline> {
  for (const block of content) yield* inBlock(block)
}

function* inBlock(block: Block): Generator<Inline> {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return yield* inLine(block.children)
    case 'list':
      for (const item of block.items) yield* inlinesOf(item)
      return
    case 'quote':
      return yield* inlinesOf(block.children)
    case 'table':
      for (const cell of [block.head, ...block.rows].flat()) yield* inLine(cell)
  }
}

function* inLine(line: readonly Inline[]): Generator<Inline> {
  for (const node of line) {
    yield node
    if ('children' in node) yield* inLine(node.children)
  }
}

/** Ids of the files that a text shows, each once. */
export const filesIn = (content: Content): readonly string[] => [
  ...new Set([...inlinesOf(content)].flatMap((node) => (node.type === 'image' ? [node.file] : []))),
]

/** A link to another article, of the same collection. */
export interface ArticleLink {
  /** As it stands in the text. */
  readonly url: string
  readonly slug: string
  /** Of a heading there. */
  readonly anchor: string | undefined
}

/** Where a text leads among the other articles, each address once. */
export function articleLinksIn(content: Content): readonly ArticleLink[] {
  const urls = new Set([...inlinesOf(content)].flatMap((node) => (node.type === 'link' ? [node.url] : [])))
  return [...urls].flatMap((url) => {
    const [, slug, anchor] = /^article:([^#]+)(?:#(.+))?$/.exec(url) ?? []
    return slug === undefined ? [] : [{ url, slug, anchor }]
  })
}

/** The anchors of a text's headings. */
export function anchorsIn(content: Content): readonly string[] {
  return content.flatMap((block) => {
    if (block.type === 'heading') return [block.id]
    if (block.type === 'quote') return anchorsIn(block.children)
    return block.type === 'list' ? block.items.flatMap(anchorsIn) : []
  })
}
