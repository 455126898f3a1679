/**
 * Registers an element as `<prefix>-<name>`. The first definition of a tag wins, so that two releases can meet
 * on one page; with a prefix of its own a host registers the same class under its own tags.
 */
export function defineElement(name: string, element: CustomElementConstructor, prefix = 'aftercare'): void {
  const tag = `${prefix}-${name}`
  if (!customElements.get(tag)) customElements.define(tag, prefix === 'aftercare' ? element : class extends element {})
}
