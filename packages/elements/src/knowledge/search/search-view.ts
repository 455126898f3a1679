import type { ArticleHit, TextPart } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { failureText } from '../../base/failure-words.ts'
import type { ReadySearch, SearchWork } from './search-work.ts'

/** What stands under the field. */
export function searchView(work: SearchWork): unknown {
  const words = work.words()
  const { query, state, shown } = work
  const failed = state?.status === 'failed' ? state.reason : undefined
  const none = shown?.hits.length === 0
  return html`${
    failed
      ? html`<div class="notice" part="notice" role="alert">
          <p>${words.searchFailed(failureText(words, failed))}</p>
          <button type="button" @click=${work.retry}>${words.again}</button>
        </div>`
      : nothing
  }
  ${
    none && !failed
      ? html`<div class="notice" part="notice">
          <p class="title">${words.noArticle(shown.query)}</p>
          <p class="muted">${words.noArticleHelp}</p>
        </div>`
      : nothing
  }
  ${
    shown?.stale && !none
      ? html`<p class="muted stale" role="status">${words.searchStale(failureText(words, shown.stale))}</p>`
      : nothing
  }
  ${query && !shown && !failed ? skeleton(words.loading) : nothing}
  <div id="results" part="results" role="listbox" aria-label=${words.results} aria-busy=${state?.status === 'loading'}>
    ${query ? (failed ? nothing : found(work, shown)) : before(work)}
    ${query && (shown || failed) ? askOption(work, none || failed !== undefined) : nothing}
  </div>
  ${
    !query && work.recent.length > 0
      ? html`<button type="button" class="plain" @click=${work.forget}>${words.clearRecent}</button>`
      : nothing
  }
  <span class="hidden" role="status">${work.said}</span>`
}

const skeleton = (loading: string): unknown => html`<div class="late" role="status">
  <span class="hidden">${loading}</span>
  ${[1, 2, 3].map(() => html`<div class="item" aria-hidden="true"><div class="bar short"></div><div class="bar"></div></div>`)}
</div>`

/** What is offered before anything was typed. */
function before(work: SearchWork): unknown {
  const words = work.words()
  const suggested = work.suggested?.hits ?? []
  const { recent } = work
  return html`${
    recent.length > 0
      ? html`<div role="group" aria-labelledby="recent">
          <div class="label" id="recent">${words.recent}</div>
          ${recent.map(
            (query, index) => html`<button
              type="button"
              role="option"
              tabindex="-1"
              class="item line"
              id="recent-${index}"
              aria-selected=${work.activeId === `recent-${index}`}
              @click=${work.repeat(query)}
            >
              <span class="mark" aria-hidden="true">↺</span> <bdi>${query}</bdi>
            </button>`,
          )}
        </div>`
      : nothing
  }
  ${
    suggested.length > 0
      ? html`<div role="group" aria-labelledby="here">
          <div class="label" id="here">${words.forThisPage}</div>
          ${suggested.map((hit) => result(work, hit, false))}
        </div>`
      : nothing
  }`
}

const found = (work: SearchWork, shown: ReadySearch | undefined): unknown =>
  repeat(
    shown?.hits ?? [],
    ({ id }) => id,
    (hit) => result(work, hit, true),
  )

function result(work: SearchWork, hit: ArticleHit, withText: boolean): unknown {
  const words = work.words()
  const id = `article-${hit.id}`
  const href = work.host.articleHref ? work.host.articleHref.replaceAll('{slug}', hit.slug) : undefined
  const inside = html`<span class="subject" lang=${hit.locale}><bdi>${marked(hit.titleParts)}</bdi></span>
    ${withText && hit.snippet.length > 0 ? html`<span class="muted text" lang=${hit.locale}>${marked(hit.snippet)}</span>` : nothing}
    <span class="muted small">${[words.kinds[hit.kind], hit.product, words.audiences[hit.audience]].filter(Boolean).join(' · ')}</span>`
  const selected = work.activeId === id
  return href
    ? html`<a
        role="option"
        class="item"
        part="result"
        tabindex="-1"
        id=${id}
        href=${href}
        aria-selected=${selected}
        @click=${work.choose(hit.slug)}
        >${inside}</a
      >`
    : html`<button type="button" role="option" class="item" part="result" tabindex="-1" id=${id} aria-selected=${selected} @click=${work.choose(hit.slug)}>
        ${inside}
      </button>`
}

/** The last of the options: whoever has not found it asks, and need not write it again. */
function askOption(work: SearchWork, alone: boolean): unknown {
  const words = work.words()
  const selected = work.activeId === 'ask'
  const inside = html`<span class="mark" aria-hidden="true">→</span>
    <bdi>${alone ? words.askUs : words.askUsAbout(work.query)}</bdi>`
  const href = work.askHref
  return href
    ? html`<a role="option" class="item line ask" part="ask" tabindex="-1" id="ask" href=${href} aria-selected=${selected} @click=${work.ask}>${inside}</a>`
    : html`<button type="button" role="option" class="item line ask" part="ask" tabindex="-1" id="ask" aria-selected=${selected} @click=${work.ask}>${inside}</button>`
}

const marked = (parts: readonly TextPart[]): unknown =>
  parts.map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))
