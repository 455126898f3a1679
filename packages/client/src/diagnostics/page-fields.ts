const fields = 'input, textarea, select'
const editable = '[contenteditable]:not([contenteditable="false" i])'
const paragraphs = 'p, div, li, td, pre, h1, h2, h3'
/** Their value is the page's own word for them. */
const choices = new Set(['checkbox', 'radio', 'submit', 'button', 'reset', 'image'])
const most = 500
const mostTrees = 200

type Tree = Document | ShadowRoot
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** What a person writes into a ticket is meant to be sent. By its members where a host has its own prefix. */
export const isOurs = (node: EventTarget): boolean =>
  'localName' in node && (`${node.localName}`.startsWith('aftercare-') || ('client' in node && 'locale' in node))

/** An element of another frame is none of this window's `Element`. */
const isElement = (target: unknown): target is Element => typeof (target as Partial<Element>)?.matches === 'function'

/** What stands in a field: its value, or the text of an editable element, whole and by its paragraphs. Nothing of what is none. */
export function valuesOf(target: unknown): readonly string[] {
  if (!isElement(target)) return []
  if (target.matches(fields)) return choices.has((target as Field).type) ? [] : [(target as Field).value]
  return target.matches(editable) ? textsOf(target) : []
}

const textsOf = (element: Element): string[] =>
  [element, ...[...element.querySelectorAll(paragraphs)].slice(0, most)].map(({ textContent }) => textContent ?? '')

/** The document, its frames of the same origin, and the open shadow trees in them, except those of our own elements. */
export function treesOf(document: Document): readonly Tree[] {
  const trees: Tree[] = [document]
  for (const tree of trees) {
    for (const element of tree.querySelectorAll('*')) {
      const within = element.shadowRoot ?? frameOf(element)
      if (within && !isOurs(element) && trees.length < mostTrees) trees.push(within)
    }
  }
  return trees
}

function frameOf(element: Element): Document | null {
  if (!/^i?frame$/.test(element.localName)) return null
  try {
    return (element as HTMLIFrameElement).contentDocument
  } catch {
    return null
  }
}

/** What stands in the fields and editable elements of a tree now. */
export function* valuesIn(tree: Tree): Generator<string> {
  if ('designMode' in tree && tree.designMode === 'on' && tree.body) yield* textsOf(tree.body)
  for (const field of [...tree.querySelectorAll(`${fields}, ${editable}`)].slice(0, most)) yield* valuesOf(field)
}
