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
  return linesOf(content, ' ')
}

/**
 * The words of a text in one line, for what is shown of it: a dot stands where nothing else tells that a heading, an entry
 * of a list or a cell of a table ends.
 */
export function lineText(content: Content): string {
  return linesOf(content, ' · ')
    .replace(/([^\n.!?…:;,。！？：；，])\n/gu, '$1 · ')
    .replaceAll('\n', ' ')
}

/** @param between Stands between the cells of a table. */
function linesOf(content: Content, between: string): string {
  return content
    .map((block) => blockText(block, between))
    .filter((text) => text !== '')
    .join('\n')
}

function blockText(block: Block, between: string): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return textOf(block.children)
    case 'list':
      return block.items.map((item) => linesOf(item, between)).join('\n')
    case 'quote':
      return linesOf(block.children, between)
    case 'code':
      return block.text
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(textOf).filter(Boolean).join(between)).join('\n')
    case 'video':
      return block.title
    case 'rule':
      return ''
  }
}
