/** What stands in the page's fields, and its titles: neither may be in what is sent. */
export interface PageValues {
  mask(text: string): string
  stop(): void
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const fields = 'input, textarea, select'
/** Their value is the page's own word for them. */
const choices = new Set(['checkbox', 'radio', 'submit', 'button', 'reset', 'image'])
const most = 500
const longest = 2000

/**
 * Knows the values of the page's fields while something is noted: those that stand there now, and those that somebody
 * has entered since, also where the field is gone. Fields in closed shadow trees are seen by nobody.
 */
export function watchPageValues(
  scope: typeof globalThis,
  document: Document | undefined,
  maskValues: (text: string, values: Iterable<string>, instead?: string) => string,
): PageValues {
  const entered = new Set<string>()
  const titles = new Set<string>()
  /** Fields in open shadow trees, which no query of the document finds; the newest of them. */
  let shadowed: Field[] = []

  const isField = (target: unknown): target is Field =>
    target instanceof Element && target.matches(fields) && !choices.has((target as Field).type)

  function keep(set: Set<string>, value: string): void {
    if (!value || value.length > longest) return
    set.delete(value)
    set.add(value)
    if (set.size > most) for (const oldest of set) return void set.delete(oldest)
  }

  const heard = (event: Event) => {
    try {
      const path = event.composedPath()
      const [target] = path
      if (!isField(target)) return
      // What a person writes into a ticket is meant to be sent.
      if (path.some((node) => node instanceof Element && node.localName.startsWith('aftercare-'))) return
      if (event.type === 'input') {
        if (target.getRootNode() !== document)
          shadowed = [...shadowed.filter((field) => field !== target), target].slice(-50)
      } else keep(entered, target.value)
    } catch {}
  }

  const heardOf = ['input', 'change', 'focusout'] as const
  for (const type of heardOf) if (document) scope.addEventListener(type, heard, true)

  function* now(): Generator<string> {
    yield* entered
    for (const field of [...(document?.querySelectorAll<Field>(fields) ?? [])].slice(0, most)) {
      if (isField(field)) yield field.value.slice(0, longest)
    }
    for (const { value } of shadowed) yield value.slice(0, longest)
  }

  return {
    mask(text) {
      if (document) keep(titles, document.title)
      return maskValues(maskValues(text, now()), titles, '[title]')
    },
    stop() {
      for (const type of heardOf) if (document) scope.removeEventListener(type, heard, true)
      shadowed = []
    },
  }
}
