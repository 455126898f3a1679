import type { Alignment, Block, Content, Inline } from '@aftercare/protocol/content'
import { destination, printLine } from './print-line.ts'

/** Writes a content tree as Markdown; read again, it is the same tree. */
export function printMarkdown(content: Content): string {
  const text = printBlocks(content).join('\n')
  return text === '' ? '' : `${text}\n`
}

function printBlocks(blocks: readonly Block[]): string[] {
  let other = false
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1]
    // Two lists that follow each other differ in their signs, or they would be one.
    const follows = block.type === 'list' && before?.type === 'list' && isNumbered(block) === isNumbered(before)
    other = follows && !other
    const lines = printBlock(block, other)
    return index === 0 ? lines : ['', ...lines]
  })
}

const isNumbered = (list: Extract<Block, { type: 'list' }>) => list.start !== null

function printBlock(block: Block, other: boolean): string[] {
  switch (block.type) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${printLine(block.children, 'heading')}`]
    case 'paragraph':
      return printLine(block.children, 'paragraph').split('\n')
    case 'quote':
      return printBlocks(block.children).map((line) => (line === '' ? '>' : `> ${line}`))
    case 'list':
      return printList(block, other)
    case 'code':
      return printCode(block)
    case 'table':
      return printTable(block)
    case 'video':
      return [`![${printLine([{ type: 'text', text: block.title }], 'paragraph')}](${destination(block.url)} "video")`]
    case 'rule':
      return ['___']
  }
}

const highestNumber = 999_999_999

function printList({ start, items }: Extract<Block, { type: 'list' }>, other: boolean): string[] {
  const short = items.every((item) => item.length === 1 && item[0]!.type === 'paragraph')
  return items.flatMap((item, index) => {
    const bullet = other ? '+' : '-'
    const marker = start === null ? bullet : `${Math.min(start + index, highestNumber)}${other ? ')' : '.'}`
    const indent = ' '.repeat(marker.length + 1)
    const lines = printBlocks(item).map((line, at) =>
      at === 0 ? `${marker} ${line}` : line === '' ? '' : indent + line,
    )
    return index === 0 || short ? lines : ['', ...lines]
  })
}

function printCode({ language, text }: Extract<Block, { type: 'code' }>): string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence + (language ?? ''), ...(text === '' ? [] : text.split('\n')), fence]
}

const dashes = new Map<Alignment, string>([
  ['left', ':--'],
  ['center', ':-:'],
  ['right', '--:'],
])

function printTable({ alignments, head, rows }: Extract<Block, { type: 'table' }>): string[] {
  const row = (cells: readonly (readonly Inline[])[]) =>
    `| ${cells.map((cell) => printLine(cell, 'cell')).join(' | ')} |`
  const rule = `| ${alignments.map((side) => dashes.get(side) ?? '---').join(' | ')} |`
  return [row(head), rule, ...rows.map(row)]
}
