import { type Inline, isLinkAddress } from '@aftercare/protocol/content'
import type { Token } from 'markdown-it'
import { LineBuilder } from './line-builder.ts'

/** `file:` and the id of an uploaded file. */
const fileAddress = /^file:([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/

/** Controls that turn the direction of what follows: a text says its direction by its letters. */
const overrides = /[\u202a-\u202e]/g
/** In code every direction control is gone: what is read must be what is copied. */
const directions = /[\u202a-\u202e\u2066-\u2069]/g
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]/g

export const cleanText = (text: string): string => text.replace(lineBreaks, ' ').replace(overrides, '')
export const cleanCode = (text: string): string => text.replace(directions, '')

export const addressOf = (token: Token, name: 'href' | 'src'): string => token.attrGet(name) ?? ''

export interface LineOptions {
  /** Told of each link that is left out, and of each image that is none here. */
  onRefused?(address: string, of: 'link' | 'image'): void
  /** What addresses are taken for, by how they stand in the text. */
  readonly addresses?: ReadonlyMap<string, string>
}

/**
 * The tokens of a line as nodes.
 *
 * @param breaks whether the line may be broken: headings and cells may not
 */
export function parseLine(tokens: readonly Token[], breaks: boolean, options: LineOptions): readonly Inline[] {
  const builder = new LineBuilder()
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'text':
        builder.push({ type: 'text', text: cleanText(token.content) })
        break
      case 'code_inline':
        builder.push({ type: 'codeText', text: cleanCode(cleanText(token.content)) })
        break
      case 'softbreak':
        builder.push({ type: 'text', text: gapAt(tokens, index) })
        break
      case 'hardbreak':
        builder.push(breaks ? { type: 'break' } : { type: 'text', text: ' ' })
        break
      case 'em_open':
        builder.openMark('emphasis')
        break
      case 'strong_open':
        builder.openMark('strong')
        break
      case 'link_open': {
        const written = addressOf(token, 'href')
        const url = options.addresses?.get(written) ?? written
        const allowed = isLinkAddress(url)
        if (!allowed) options.onRefused?.(url, 'link')
        builder.openLink(allowed ? url : undefined)
        break
      }
      case 'em_close':
      case 'strong_close':
      case 'link_close':
        builder.close()
        break
      case 'image':
        pushImage(builder, token, options)
        break
      default:
        // A parser that is told of more than is handled here shows it as it was written.
        builder.push({ type: 'text', text: cleanText(token.content) })
    }
  }
  return builder.line()
}

/** An uploaded file is shown; of any other image the words stay, as a link where it leads somewhere. */
function pushImage(builder: LineBuilder, token: Token, options: LineOptions): void {
  const alt = cleanText(altOf(token))
  const written = addressOf(token, 'src')
  const address = options.addresses?.get(written) ?? written
  const file = fileAddress.exec(address)?.[1]
  if (file) {
    builder.push({ type: 'image', file, alt })
    return
  }
  options.onRefused?.(address, 'image')
  const linked = isLinkAddress(address) && !builder.insideLink
  if (linked) builder.openLink(address)
  builder.push({ type: 'text', text: alt === '' && linked ? address : alt })
  if (linked) builder.close()
}

export function altOf({ children }: Token): string {
  return (children ?? [])
    .map((token) => {
      if (token.type === 'image') return altOf(token)
      return token.type === 'softbreak' || token.type === 'hardbreak' ? ' ' : token.content
    })
    .join('')
}

/** Scripts that put no space between words. */
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

/** What a line break in the source stands for: a space, and in Chinese and Japanese nothing. */
function gapAt(tokens: readonly Token[], index: number): string {
  const before = neighbour(tokens, index, -1)
  const after = neighbour(tokens, index, 1)
  return spaceless.test([...before].at(-1) ?? '') && spaceless.test([...after.slice(0, 2)][0] ?? '') ? '' : ' '
}

function neighbour(tokens: readonly Token[], from: number, step: 1 | -1): string {
  for (let index = from + step; index >= 0 && index < tokens.length; index += step) {
    const { type, content } = tokens[index]!
    if (type === 'softbreak' || type === 'hardbreak' || type === 'image') return ''
    if (content !== '' && (type === 'text' || type === 'code_inline')) return step === 1 ? content : content.slice(-2)
  }
  return ''
}
