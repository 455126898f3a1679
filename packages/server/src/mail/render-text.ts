import type { MailBlock, MailContent } from './mail-content.ts'
import type { MailWords } from './mail-words.ts'

/** The text part. Quoted lines begin with `> `, so that nobody's words pass for ours; every other text is one line. */
export function renderText({ title, blocks, footer }: MailContent, words: MailWords): string {
  const parts = [title, ...blocks.map((block) => textOf(block, words)), `-- \n${footer.join('\n\n')}`]
  return `${parts.join('\n\n')}\n`
}

function textOf(block: MailBlock, { colon }: MailWords): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'quote':
      return block.text.replace(/^/gm, '> ')
    case 'facts':
      return block.facts.map(([label, value]) => `${label}${colon}${value}`).join('\n')
    case 'link':
      return `${block.label}${colon.trim()}\n${block.url}`
  }
}
