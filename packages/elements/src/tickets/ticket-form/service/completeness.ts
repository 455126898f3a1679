import { html, nothing } from 'lit'
import type { ServiceWords, Words } from '../../../locales/words.ts'

/** One thing that can be said. */
export interface Detail {
  /** Id of its first control. */
  readonly name: string
  readonly label: string
  readonly given: boolean
  readonly required: boolean
  /** Why it helps. */
  readonly why: string | undefined
}

/** So many missing details are named at a time: a list that can be finished. */
const named = 3

/** How much has been said, and what would help most of what has not, with its reason. */
export function completenessView(
  words: Words & ServiceWords,
  details: readonly Detail[],
  focus: (name: string) => void,
): unknown {
  const given = details.filter((detail) => detail.given).length
  const weight = ({ required, why }: Detail): number => (required ? 2 : 0) + (why ? 1 : 0)
  const missing = details
    .filter((detail) => !detail.given)
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, named)
  const said = words.given(given, details.length)
  return html`<section class="completeness" part="completeness" aria-label=${words.completeness}>
    <div class="row">
      <meter min="0" max=${details.length} .value=${given} aria-label=${words.completeness} aria-valuetext=${said}>
        ${said}
      </meter>
      <span class="muted" aria-hidden="true">${said}</span>
    </div>
    ${
      missing.length
        ? html`<p class="label">${words.helpful}</p>
          <ul>
            ${missing.map(({ name, label, why, required }) => {
              const reason = [why, required ? words.needed : ''].filter(Boolean).join(words.tag === 'en' ? ' ' : '')
              return html`<li>
                <button type="button" class="link" @click=${() => focus(name)}>${label}</button>
                ${reason ? html`<span class="muted">${reason}</span>` : nothing}
              </li>`
            })}
          </ul>`
        : html`<p class="muted">${words.allGiven}</p>`
    }
  </section>`
}
