/** What a mail says, before it is text or HTML: plain strings only, so that nobody writes markup but the renderer. */
export interface MailContent {
  /** The first line. */
  readonly title: string
  readonly blocks: readonly MailBlock[]
  /** Small print, a paragraph each. */
  readonly footer: readonly string[]
}

export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Words of a person, as they were written. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  /** The one thing to do. */
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
