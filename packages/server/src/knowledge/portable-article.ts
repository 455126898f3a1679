import type { ArticleAudience, ArticleKind } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { articleAudiences, articleKinds, articleLimits } from '@aftercare/protocol/knowledge'
import { newTranslationSchema, slugSchema } from '@aftercare/protocol/knowledge/schemas'
import { ContentError } from '../content/content-error.ts'
import { parseMarkdown } from '../content/parse-markdown.ts'
import { type Addresses, readdress } from '../content/readdress.ts'
import { nameAfter } from './slug.ts'

/** What an article brings with it from elsewhere; what it does not say is left as it is, or as the import says. */
export interface PortableArticle {
  readonly slug: string
  readonly locale: string
  readonly title: string
  readonly body: string
  readonly keywords: readonly string[]
  readonly content: Content
  readonly draft: boolean
  readonly kind: ArticleKind | undefined
  readonly audience: ArticleAudience | undefined
  /** Each: undefined where nothing is said. */
  readonly product: string | undefined
  readonly versionFrom: string | undefined
  readonly versionTo: string | undefined
  /** Names of other articles. */
  readonly related: readonly string[] | undefined
}

/** An article as it is taken, and what is not taken of it. */
export interface ReadPortable {
  readonly article: PortableArticle
  /** Names of members that mean nothing here. */
  readonly ignored: readonly string[]
  /** Addresses of links and images that a text may not lead to. */
  readonly refused: readonly string[]
  /** Those of them that are of images. */
  readonly images: readonly string[]
}

const reasons: Readonly<Record<string, string>> = { too_big: 'is too long', too_small: 'is empty' }

/** Why an article was not taken. */
export class NotPortable extends Error {
  override readonly name = 'NotPortable'
}

const names = ['slug', 'locale', 'title', 'body', 'keywords', 'kind', 'audience', 'product', 'versionFrom'] as const
const known: ReadonlySet<string> = new Set([...names, 'versionTo', 'related', 'state', 'id', 'lang'])

/**
 * Reads an article from the members of a front matter or of a line of JSON. `lang` is taken for the locale and `id` for
 * the name where these are not there themselves; what else it has is ignored.
 *
 * @param otherwise what it does not say, and where its addresses lead that are good only where it comes from
 *
 * @throws NotPortable
 */
export function readPortable(
  record: Readonly<Record<string, unknown>>,
  otherwise: { readonly locale: string; readonly addresses?: Addresses },
): ReadPortable {
  const text = (name: string) => textIn(record, name)
  const list = (name: string): readonly string[] | undefined => {
    const value = record[name]
    if (value === undefined || value === null || value === '') return undefined
    const items = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value
    if (Array.isArray(items) && items.every((each) => typeof each === 'string')) return items
    throw new NotPortable(`"${name}" is no list of texts`)
  }
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined => {
    const value = text(name)
    const found = choices.find((each) => each === value)
    if (value !== undefined && !found) throw new NotPortable(`"${name}" is none of ${choices.join(', ')}`)
    return found
  }
  const title = text('title')?.trim()
  if (!title) throw new NotPortable('it has no title')
  const slug = nameOf(record)
  if (!slugSchema.safeParse(slug).success) throw new NotPortable(`"${slug}" is no name for an address`)
  const refused = { link: new Set<string>(), image: new Set<string>() }
  const written = {
    locale: text('locale') ?? text('lang') ?? otherwise.locale,
    title,
    body: (text('body') ?? '').replace(/\r\n?/g, '\n'),
    keywords: [...(list('keywords') ?? [])],
  }
  const checked = newTranslationSchema.safeParse(written)
  if (!checked.success) {
    const [{ path = [], code = '' } = {}] = checked.error.issues
    const name = String(path[0] ?? 'it')
    const reason = name === 'locale' ? 'is no language' : (reasons[code] ?? 'has characters that cannot be kept')
    throw new NotPortable(`"${name}" ${reason}`)
  }
  for (const name of ['product', 'versionFrom', 'versionTo'] as const) {
    const limit = name === 'product' ? articleLimits.product : articleLimits.version
    if ((text(name)?.length ?? 0) > limit) throw new NotPortable(`"${name}" is longer than ${limit}`)
  }
  const { addresses = new Map() } = otherwise
  const article = {
    ...{
      slug,
      ...written,
      locale: checked.data.locale,
      ...readContent(written.body, addresses, (address, of) => refused[of].add(address)),
    },
    draft: choice('state', ['draft', 'published']) === 'draft',
    kind: choice('kind', articleKinds),
    audience: choice('audience', articleAudiences),
    ...{ product: text('product'), versionFrom: text('versionFrom'), versionTo: text('versionTo') },
    related: list('related'),
  }
  return {
    article,
    ignored: Object.keys(record).filter((name) => !known.has(name)),
    refused: [...new Set([...refused.link, ...refused.image])],
    images: [...refused.image],
  }
}

/**
 * What an article is called: as it says, or after its id or its title.
 *
 * @throws NotPortable
 */
export const nameOf = (record: Readonly<Record<string, unknown>>): string =>
  textIn(record, 'slug') ?? nameAfter(textIn(record, 'id') ?? textIn(record, 'title') ?? '')

function textIn(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = record[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string' && typeof value !== 'number') throw new NotPortable(`"${name}" is no text`)
  return String(value)
}

function readContent(
  body: string,
  addresses: Addresses,
  onRefused: (address: string, of: 'link' | 'image') => void,
): { readonly body: string; readonly content: Content } {
  try {
    const content = parseMarkdown(body, { addresses, onRefused })
    return { body: addresses.size > 0 ? readdress(body, addresses, content) : body, content }
  } catch (error) {
    if (error instanceof ContentError) throw new NotPortable(error.message)
    throw error
  }
}
