import type { OverallState } from '@aftercare/protocol/status'
import { html, type TemplateResult } from 'lit'

const circle = 'M14.25 8A6.25 6.25 0 1 1 1.75 8a6.25 6.25 0 0 1 12.5 0Z'
const out = 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4ZM5.8 5.8l4.4 4.4m0-4.4-4.4 4.4'

/** A shape of its own for each kind of state, so that nobody has to tell them by colour. */
const shapes: Readonly<Record<OverallState, string>> = {
  operational: `${circle}M5.4 8.2l1.8 1.8 3.4-3.8`,
  maintenance: `${circle}M8 4.8V8l2.2 1.6`,
  notice: `${circle}M8 7.4v3.4M8 5.2v.1`,
  minor: 'M8 2.2 14.2 13H1.8ZM8 6.4v3M8 11.1v.1',
  major: out,
  critical: out,
}

/** The state in words, with its sign and in its tone; a state that is not known has neither. */
export const sign = (state: OverallState | undefined, word: string, part = ''): TemplateResult =>
  html`<span class="state ${state ?? ''}" part=${part}
    >${
      state
        ? html`<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${shapes[state]} /></svg>`
        : ''
    }<span class="word">${word}</span></span
  >`
