const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const made = Symbol('made by markup``')

/** HTML that came out of `markup`: there is no other way to it. */
export interface Markup {
  readonly [made]: string
}

/**
 * HTML with values in it. A string is always text, whatever it says: in an element, or in an attribute within
 * double quotes. Only markup is taken as markup.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly (string | Markup | readonly Markup[])[]) {
  const text = values.map((value) =>
    typeof value === 'string'
      ? value.replace(/[&<>"']/g, (character) => escapes[character]!)
      : [value]
          .flat()
          .map((part) => (part as Markup)[made])
          .join(''),
  )
  return { [made]: String.raw({ raw: strings }, ...text) } satisfies Markup as Markup
}

export const htmlOf = (document: Markup): string => document[made]
