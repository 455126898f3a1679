import { html, nothing } from 'lit'
import type { Drawing } from './field-view.ts'

/** Browsers that draw a select's options as written show each topic with its description. */
const rich = typeof CSS !== 'undefined' && CSS.supports('appearance', 'base-select')

/** The options of the type's select: the vendor's topics in the reader's words. */
export function typeOptions(
  { words, service, text }: Drawing,
  offered: readonly string[] | undefined,
  chosen: string,
): unknown {
  const types = service.types.filter(({ id }) => !offered || offered.includes(id))
  return html`${rich ? html`<button><selectedcontent></selectedcontent></button>` : nothing}
    <option value="" ?hidden=${rich}>${words.chooseType}</option>
    ${types.map(({ id, label, description }) =>
      rich
        ? html`<option value=${id} ?selected=${id === chosen}>
            <span class="topic">${text(label)}</span> <span class="muted">${text(description)}</span>
          </option>`
        : html`<option value=${id} ?selected=${id === chosen}>${text(label)}</option>`,
    )}`
}

/** Below the select: what the chosen topic means, who will see it, and where options are bare, what all of them mean. */
export function typeAbout({ words, service, text }: Drawing, chosen: string): unknown {
  const type = service.types.find(({ id }) => id === chosen)
  if (type) {
    return html`<p class="muted" id="type-help">${text(type.description)}</p>
      ${type.confidential ? html`<p class="confidential" part="confidential">${words.confidential}</p>` : nothing}`
  }
  if (rich) return nothing
  return html`<details>
    <summary class="muted">${words.topics}</summary>
    <dl>
      ${service.types.map(
        ({ label, description }) => html`<dt>${text(label)}</dt>
          <dd class="muted">${text(description)}</dd>`,
      )}
    </dl>
  </details>`
}
