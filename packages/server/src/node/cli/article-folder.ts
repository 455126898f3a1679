import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, posix, sep } from 'node:path'
import { limits } from '@aftercare/protocol'
import type { FileToImport } from '../../administration/import-file.ts'
import type { Addresses } from '../../content/readdress.ts'
import { imageTypeOf } from '../../knowledge/image-types.ts'
import { NotPortable, nameOf, type ReadPortable } from '../../knowledge/portable-article.ts'
import { partsOfName, readArticleFiles } from './article-files.ts'

/** A folder of articles, in which they lead to each other and show images by where the files lie. */
export class ArticleFolder {
  readonly #place: string
  /** By the name of a file, and by that without its language. */
  readonly #slugs = new Map<string, string>()
  readonly #bring: (file: FileToImport) => Promise<string>
  /** By where they lie: what is shown often is read once. */
  readonly #images = new Map<string, string>()

  private constructor(place: string, bring: (file: FileToImport) => Promise<string>) {
    this.#place = place
    this.#bring = bring
  }

  /**
   * Looks through a folder for what its articles are called.
   *
   * @param bring brings an image in, and gives its id
   * @throws Failure when there is nothing to read
   */
  static async open(place: string, bring: (file: FileToImport) => Promise<string>): Promise<ArticleFolder> {
    const folder = new ArticleFolder(place, bring)
    if (!(await stat(place).catch(() => undefined))?.isDirectory()) return folder
    for await (const { name, record } of readArticleFiles(place)) {
      if (record) folder.#remember(name.split(sep).join('/'), record)
    }
    return folder
  }

  /** What the addresses of an article that no text may have here are taken for; of some nothing can be made. */
  async addressesOf(file: string, { refused, images }: Pick<ReadPortable, 'refused' | 'images'>): Promise<Addresses> {
    const from = posix.dirname(file.split(sep).join('/'))
    const addresses = new Map<string, string>()
    if (this.#slugs.size === 0) return addresses
    for (const address of refused) {
      // Relative alone: nothing with a scheme, of another host, or from the root of a site.
      if (/^(?:[a-z][a-z\d+.-]*:|[/#?\\])/i.test(address) || address === '') continue
      const [path = '', anchor] = address.split('#', 2)
      const at = posix.normalize(posix.join(from, decoded(path)))
      if (at.startsWith('../')) continue
      const image = images.includes(address) ? await this.#image(at) : undefined
      const slug =
        this.#slugs.get(at) ?? this.#slugs.get(partsOfName(at).plain) ?? this.#slugs.get(at.replace(/\/$/, ''))
      if (image) addresses.set(address, `file:${image}`)
      else if (slug) addresses.set(address, `article:${slug}${anchor ? `#${anchor}` : ''}`)
    }
    return addresses
  }

  #remember(name: string, record: Readonly<Record<string, unknown>>): void {
    try {
      const slug = nameOf(record)
      this.#slugs.set(name, slug)
      const { plain } = partsOfName(name)
      if (!this.#slugs.has(plain)) this.#slugs.set(plain, slug)
    } catch (error) {
      // It is said when the article is read.
      if (!(error instanceof NotPortable)) throw error
    }
  }

  /** Links to outside of the folder are not followed. */
  async #image(at: string): Promise<string | undefined> {
    const known = this.#images.get(at)
    if (known) return known
    const mediaType = imageTypeOf(at)
    if (!mediaType) return undefined
    const file = await realpath(join(this.#place, at)).catch(() => undefined)
    if (!file || !(dirname(file) + sep).startsWith((await realpath(this.#place)) + sep)) return undefined
    const found = await stat(file)
    if (!found.isFile() || found.size > limits.fileBytes) return undefined
    const id = await this.#bring({ name: basename(at), mediaType, bytes: new Uint8Array(await readFile(file)) })
    this.#images.set(at, id)
    return id
  }
}

/** As it stands for, where it can be read. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
