import { type Block, type Content, type Inline, isLinkAddress, textOf } from '@aftercare/protocol/content'
import { html, nothing } from 'lit'
import type { ArticleWords } from '../../locales/words.ts'

/** What a text needs of the article that it stands in. */
export interface ContentContext {
  readonly words: ArticleWords
  /** Where a heading of this text, or another article, is, and what following it does. */
  link(url: string): { readonly href: string; readonly follow?: (event: Event) => void }
  headingHref(id: string): { readonly href: string; readonly follow: (event: Event) => void }
  picture(file: string, alt: string, alone: boolean): unknown
  video(url: string, title: string): unknown
  copy(event: Event): void
}

/** A heading's id within the shadow root, apart from those of controls. */
export const headingId = (id: string): string => `h-${id}`

/** Renders the content tree. Words become text nodes and addresses attributes: there is no HTML in it to parse. */
export function contentView(content: Content, context: ContentContext): unknown {
  const levels = content.flatMap((block) => (block.type === 'heading' ? [block.level] : []))
  // The title is a heading of the second level: those of the text begin with the third, whatever their author began with.
  const shift = 3 - Math.min(...levels, 6)
  return blocks(content, context, shift)
}

const blocks = (content: Content, context: ContentContext, shift: number): unknown =>
  content.map((block) => blockView(block, context, shift))

function blockView(block: Block, context: ContentContext, shift: number): unknown {
  switch (block.type) {
    case 'heading':
      return headingView(block, context, shift)
    case 'paragraph': {
      const [only] = block.children
      return block.children.length === 1 && only?.type === 'image'
        ? context.picture(only.file, only.alt, true)
        : html`<p>${line(block.children, context)}</p>`
    }
    case 'list': {
      const items = block.items.map((item) => html`<li>${blocks(item, context, shift)}</li>`)
      return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`
    }
    case 'quote':
      return html`<blockquote>${blocks(block.children, context, shift)}</blockquote>`
    case 'code':
      return html`<div class="code" part="code" role="group" aria-label=${context.words.code(block.language)}>
        <div class="code-head">
          <span class="muted" dir="ltr">${block.language}</span>
          <button type="button" class="plain" @click=${(event: Event) => context.copy(event)}>
            ${context.words.copyCode}
          </button>
        </div>
        <pre class="scroll" dir="ltr" translate="no"><code>${block.text}</code></pre>
      </div>`
    case 'table':
      return tableView(block, context)
    case 'video':
      return context.video(block.url, block.title)
    case 'rule':
      return html`<hr />`
  }
}

function headingView(
  { level, id, children }: Extract<Block, { readonly type: 'heading' }>,
  context: ContentContext,
  shift: number,
): unknown {
  const { href, follow } = context.headingHref(id)
  const words = line(children, context)
  const anchor = html`<a class="anchor" href=${href} aria-label=${context.words.linkTo(textOf(children))} @click=${follow}>#</a>`
  switch (Math.min(6, Math.max(3, level + shift))) {
    case 3:
      return html`<h3 id=${headingId(id)} tabindex="-1">${words} ${anchor}</h3>`
    case 4:
      return html`<h4 id=${headingId(id)} tabindex="-1">${words} ${anchor}</h4>`
    case 5:
      return html`<h5 id=${headingId(id)} tabindex="-1">${words} ${anchor}</h5>`
    default:
      return html`<h6 id=${headingId(id)} tabindex="-1">${words} ${anchor}</h6>`
  }
}

function tableView(
  { alignments, head, rows }: Extract<Block, { readonly type: 'table' }>,
  context: ContentContext,
): unknown {
  const columns = head.map(textOf).filter(Boolean).join(', ')
  const side = (column: number): string => alignments[column] ?? ''
  return html`<div class="scroll table" part="table" role="region" aria-label=${context.words.table(columns)}>
    <table>
      <thead>
        <tr>
          ${head.map((cell, column) =>
            // An empty corner is no heading of anything.
            cell.length > 0 ? html`<th scope="col" class=${side(column)}>${line(cell, context)}</th>` : html`<td></td>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>${row.map((cell, column) => html`<td class=${side(column)}>${line(cell, context)}</td>`)}</tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

const line = (children: readonly Inline[], context: ContentContext): unknown =>
  children.map((node) => inlineView(node, context))

function inlineView(node: Inline, context: ContentContext): unknown {
  switch (node.type) {
    case 'text':
      return node.text
    case 'emphasis':
      return html`<em>${line(node.children, context)}</em>`
    case 'strong':
      return html`<strong>${line(node.children, context)}</strong>`
    case 'codeText':
      return html`<code dir="ltr" translate="no">${node.text}</code>`
    case 'link':
      return linkView(node, context)
    case 'image':
      return context.picture(node.file, node.alt, false)
    case 'break':
      return html`<br />`
  }
}

function linkView({ url, children }: Extract<Inline, { readonly type: 'link' }>, context: ContentContext): unknown {
  const words = line(children, context)
  // The schema holds it already; an address is the one thing here that could run.
  if (!isLinkAddress(url)) return words
  if (/^https?:/i.test(url)) {
    return html`<a href=${url} target="_blank" rel="noopener noreferrer" class="out"
      >${words}<span class="hidden"> (${context.words.newTab})</span></a
    >`
  }
  const { href, follow } = context.link(url)
  return html`<a href=${href} @click=${follow ?? nothing}>${words}</a>`
}
