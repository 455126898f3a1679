import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { FrontMatterError, readFrontMatter } from '../../knowledge/front-matter.ts'
import { reasonOf } from './installation.ts'
import { Failure } from './misuse.ts'

/** An article as a file says it, or why it says none. */
export type ArticleRecord =
  | { readonly name: string; readonly record: Readonly<Record<string, unknown>>; readonly reason?: undefined }
  | { readonly name: string; readonly record?: undefined; readonly reason: string }

/** A file that is larger holds no article: in bytes. */
const largest = 2 * 1024 * 1024

/**
 * Reads articles from a folder of Markdown (with the folders in it, in the order of their names; links to elsewhere are
 * not followed) or from a file of JSON Lines.
 *
 * @throws Failure when there is nothing to read
 */
export async function* readArticleFiles(place: string): AsyncGenerator<ArticleRecord> {
  const found = await stat(place).catch((error: unknown) => {
    throw new Failure(`${place} cannot be read: ${reasonOf(error)}`)
  })
  if (!found.isDirectory()) return yield* readLines(place)
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) yield await readMarkdown(file, relative(place, file))
}

async function readMarkdown(file: string, name: string): Promise<ArticleRecord> {
  try {
    if ((await stat(file)).size > largest) return { name, reason: `it is larger than ${largest} bytes` }
    const { matter, body } = readFrontMatter(await readFile(file, 'utf8'))
    const { plain, language } = partsOfName(name)
    // Without a title of its own a text is called as its first heading calls it.
    const heading = matter['title'] === undefined ? /^\s*# +([^\r\n]+)(?:[\r\n]+|$)/.exec(body) : null
    const named = heading ? { title: withoutClosing(heading[1]!) } : {}
    const text = heading ? body.slice(heading[0].length) : body
    return { name, record: { id: plain, ...(language && { locale: language }), ...named, ...matter, body: text } }
  } catch (error) {
    return { name, reason: error instanceof FrontMatterError ? error.message : reasonOf(error) }
  }
}

/** A heading may end in as many signs as it likes. */
function withoutClosing(heading: string): string {
  const words = heading.trimEnd()
  let end = words.length
  while (words[end - 1] === '#') end--
  return words[end - 1] === ' ' ? words.slice(0, end).trimEnd() : words
}

/** What a file is called without its language and without what it is. */
export function partsOfName(name: string): { readonly plain: string; readonly language: string | undefined } {
  const [, plain = '', language] = /^(.*?)(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.\w+$/.exec(name) ?? []
  return { plain, language }
}

async function* readLines(file: string): AsyncGenerator<ArticleRecord> {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    number++
    // Also of a byte order mark alone.
    if (line.trim() === '') continue
    const name = `line ${number}`
    if (line.length > largest) {
      yield { name, reason: `it is longer than ${largest} characters` }
      continue
    }
    try {
      const record: unknown = JSON.parse(number === 1 ? line.replace(/^\ufeff/, '') : line)
      if (record !== null && typeof record === 'object' && !Array.isArray(record)) yield { name, record: { ...record } }
      else yield { name, reason: 'it is no JSON object' }
    } catch {
      yield { name, reason: 'it is no JSON' }
    }
  }
}
