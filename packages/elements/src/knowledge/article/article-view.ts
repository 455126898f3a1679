import type { ArticleState, Failure } from '@aftercare/client'
import type { Article } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { failureText } from '../../base/failure-words.ts'
import { exactTime, shortDate } from '../../base/format.ts'
import type { ArticleWords } from '../../locales/words.ts'
import type { ArticleInHand } from './article-in-hand.ts'
import { contentView } from './content-view.ts'

/** An article, or what stands in its place. */
export function articleView(work: ArticleInHand): unknown {
  const { state } = work
  const words = work.options.words()
  switch (state?.status) {
    case 'ready':
      return readyView(work, state, words)
    case 'not_found':
      return html`<div class="notice" part="notice" role="alert" data-reason="not_found">
        <h2 class="title">${words.articleNotFound}</h2>
        <p class="muted">${words.articleNotFoundHelp}</p>
      </div>`
    case 'failed':
      return failedView(work, state.reason, words)
    default:
      return nothing
  }
}

function failedView(work: ArticleInHand, reason: Failure, words: ArticleWords): unknown {
  const known = reason.kind !== 'problem'
  return html`<div class="notice" part="notice" role="alert" data-reason=${reason.kind}>
    <p class="title">${known ? failureText(words, reason) : words.failed}</p>
    ${known ? nothing : html`<p class="muted">${failureText(words, reason)}</p>`}
    <button type="button" @click=${() => void work.refresh()}>${words.again}</button>
  </div>`
}

function readyView(
  work: ArticleInHand,
  { article, stale }: ArticleState & { readonly status: 'ready' },
  words: ArticleWords,
): unknown {
  return html`<article>
    ${stale ? html`<p class="muted stale" role="status" part="stale">${staleText(words, stale)}</p>` : nothing}
    ${headView(work, article, words)}
    <div class="content" part="content" lang=${article.locale} dir=${directionOf(article.locale)}>
      ${contentView(article.content, work.content)}
    </div>
    ${
      article.related.length > 0
        ? html`<nav class="related" part="related" aria-labelledby="_related">
          <h3 id="_related">${words.related}</h3>
          <ul>
            ${article.related.map(
              ({ slug, title, locale }) => html`<li>
                <a href=${work.addresses.ofArticle(slug)} lang=${locale} @click=${work.toArticle(slug)}>${title}</a>
              </li>`,
            )}
          </ul>
        </nav>`
        : nothing
    }
    ${work.feedback?.render(words) ?? nothing}
    <span class="hidden" role="status">${work.said}</span>
  </article>`
}

function headView(work: ArticleInHand, article: Article, words: ArticleWords): unknown {
  const { kind, audience, title, locale, product, versionFrom, versionTo } = article
  const at = Date.parse(article.publishedAt)
  const versions = versionFrom || versionTo ? words.versions(versionFrom, versionTo) : ''
  const about = [product, versions].filter(Boolean).join(' ')
  const wanted = work.options.language
  const others = article.locales.filter((other) => other !== locale)
  return html`<header part="head">
    <p class="kind muted">
      <span>${words.kinds[kind]}</span>
      ${words.audiences[audience] ? html`<span class="audience">${words.audiences[audience]}</span>` : nothing}
    </p>
    <h2 part="title" tabindex="-1" lang=${locale} dir=${directionOf(locale)}>${title}</h2>
    <div class="facts">
      ${about ? html`<span class="muted"><bdi>${about}</bdi></span>` : nothing}
      <time class="muted" datetime=${article.publishedAt} title=${exactTime(words.tag, at)}>
        ${words.updatedOn(shortDate(words.tag, at, work.options.core.clock.now()))}
      </time>
      ${others.map(
        (other) => html`<button type="button" class="plain language" @click=${() => work.switchTo(other)}>
          ${words.readIn(languageName(other, other))}
        </button>`,
      )}
    </div>
    ${
      languageOf(locale) === languageOf(wanted) ||
      article.locales.some((each) => languageOf(each) === languageOf(wanted))
        ? nothing
        : html`<p class="panel" part="language" role="note">
          ${words.onlyIn(languageName(wanted, words.tag), languageName(locale, words.tag))}
        </p>`
    }
  </header>`
}

const staleText = (words: ArticleWords, reason: Failure): string =>
  reason.kind === 'offline' && !navigator.onLine ? words.offlineStale : words.offlineCopy(failureText(words, reason))

const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? ''

const languageNames = (tag: string): Intl.DisplayNames => new Intl.DisplayNames([tag], { type: 'language' })

function languageName(locale: string, tag: string): string {
  try {
    const { language, script } = new Intl.Locale(locale).maximize()
    // Of Chinese its readers tell the script, and not the region.
    if (language === 'zh' && script) return languageNames(tag).of(`zh-${script}`) ?? locale
    return languageNames(tag).of(locale) ?? locale
  } catch {
    return locale
  }
}

const rightToLeft = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i

/** Which way a text of that language runs, whatever page it stands on. */
const directionOf = (locale: string): 'ltr' | 'rtl' => (rightToLeft.test(locale) ? 'rtl' : 'ltr')
