// The tree as types: what elements render. The schema stands apart, for whoever checks one.

/** A part of a line. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'strong'; readonly children: readonly Inline[] }
  | { readonly type: 'codeText'; readonly text: string }
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[] }
  /** An uploaded file, never an address: a text makes no request to third parties. */
  | { readonly type: 'image'; readonly file: string; readonly alt: string }
  | { readonly type: 'break' }

export type Alignment = 'left' | 'center' | 'right' | null

/** A part of a text. */
export type Block =
  /** `id` is unique in the text: links with `#` and it lead there. */
  | { readonly type: 'heading'; readonly level: number; readonly id: string; readonly children: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  /** `start` is the first number of a numbered list; null for one with bullets. */
  | { readonly type: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'code'; readonly language: string | null; readonly text: string }
  /** Every row has as many cells as the head. */
  | {
      readonly type: 'table'
      readonly alignments: readonly Alignment[]
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  /** Loaded only once a reader has agreed. */
  | { readonly type: 'video'; readonly url: string; readonly title: string }
  | { readonly type: 'rule' }

/** A text as a tree of allowed nodes; no HTML is anywhere in it. */
export type Content = readonly Block[]
