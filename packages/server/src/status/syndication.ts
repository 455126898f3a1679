import type { Notice } from '@aftercare/protocol'
import { plainText } from '@aftercare/protocol/content'
import { chooseLocale } from '@aftercare/protocol/knowledge'
import type { PublicPage } from './public-page.ts'
import { instant } from './serialize.ts'

/** What XML 1.0 cannot say at all is left out; the rest is escaped, for text and for attributes. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const languageOf = ({ definition: { locales }, locale }: PublicPage): string =>
  chooseLocale(locales, locale ?? locales[0])!
const updatedAt = ({ since }: PublicPage, notices: readonly Notice[]): number =>
  Math.max(since, ...notices.map((notice) => Date.parse(notice.updatedAt)))

/** What was said, the newest first; times in UTC, as nobody knows where it is read. */
const words = ({ updates }: Notice): string =>
  updates
    .map(({ at, status, content }) => {
      return `${at.slice(0, 16).replace('T', ' ')} UTC · ${status.replace('_', ' ')}\n${plainText(content)}`
    })
    .join('\n\n')

/** Notices as an Atom feed (RFC 4287). */
export function atomOf(page: PublicPage, self: string, notices: readonly Notice[]): string {
  const { tenant, name, url } = page
  const entries = notices.map(
    (notice) => `<entry>
<id>urn:uuid:${notice.id}</id>
<title>${xml(notice.title)}</title>
<published>${notice.createdAt}</published>
<updated>${notice.updatedAt}</updated>
<link rel="alternate" href="${xml(`${url}#${notice.id}`)}"/>
<category term="${notice.kind}"/>
<content type="text">${xml(words(notice))}</content>
</entry>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(languageOf(page))}">
<id>urn:aftercare:status:${xml(tenant)}</id>
<title>${xml(name)}</title>
<updated>${instant(updatedAt(page, notices))}</updated>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" href="${xml(url)}"/>
<author><name>${xml(name)}</name></author>
${entries.join('')}</feed>
`
}

/** Notices as an RSS 2.0 feed. */
export function rssOf(page: PublicPage, self: string, notices: readonly Notice[]): string {
  const { name, url } = page
  const date = (text: string) => new Date(text).toUTCString()
  const items = notices.map(
    (notice) => `<item>
<title>${xml(notice.title)}</title>
<link>${xml(`${url}#${notice.id}`)}</link>
<guid isPermaLink="false">urn:uuid:${notice.id}</guid>
<pubDate>${date(notice.updatedAt)}</pubDate>
<category>${notice.kind}</category>
<description>${xml(words(notice))}</description>
</item>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(name)}</title>
<link>${xml(url)}</link>
<description>${xml(name)}</description>
<language>${xml(languageOf(page))}</language>
<lastBuildDate>${new Date(updatedAt(page, notices)).toUTCString()}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${xml(self)}"/>
${items.join('')}</channel>
</rss>
`
}
