import type { CSSResult, LitElement } from 'lit'

/** Gives an element styles of what it has loaded later; once, however often that is opened. */
export function adoptMore({ renderRoot }: LitElement, { styleSheet }: CSSResult): void {
  const root = renderRoot as ShadowRoot
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet]
}
