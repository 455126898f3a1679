import type { Block, Content, Inline } from './tree.ts'

/** The words of a line, without what they look like. */
export function textOf(line: readonly Inline[]): string {
  return line
    .map((node) => {
      switch (node.type) {
        case 'text':
        case 'codeText':
          return node.text
        case 'image':
          return node.alt
        case 'break':
          return ' '
        default:
          return textOf(node.children)
      }
    })
    .join('')
}

/** The words of a text, a line for each of its parts: for search and for summaries. */
export function plainText(content: Content): string {
  return content
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n')
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return textOf(block.children)
    case 'list':
      return block.items.map(plainText).join('\n')
    case 'quote':
      return plainText(block.children)
    case 'code':
      return block.text
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(textOf).join(' ')).join('\n')
    case 'video':
      return block.title
    case 'rule':
      return ''
  }
}
