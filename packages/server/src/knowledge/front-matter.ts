/** What stands at the head of a file: single texts, and lists of them. */
export type FrontMatter = Readonly<Record<string, string | readonly string[]>>

/** A head that cannot be read, with the line where. */
export class FrontMatterError extends Error {
  override readonly name = 'FrontMatterError'
}

const head = /^---[ \t]*\n(?:([\s\S]*?)\n)??---[ \t]*(?:\n|$)/

/**
 * Reads a file with front matter: the small part of YAML that such heads are made of. Every value is a text, so that a
 * version `2.10` is not a number; lists are written in brackets or with a hyphen a line.
 *
 * @throws FrontMatterError
 */
export function readFrontMatter(file: string): { readonly matter: FrontMatter; readonly body: string } {
  // As every system writes its lines.
  const lines = file.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const found = head.exec(lines)
  if (!found) return { matter: {}, body: lines.replace(/\n$/, '') }
  const matter: Record<string, string | string[]> = Object.create(null)
  let list: string[] | undefined
  for (const [index, line] of (found[1] ?? '').split('\n').entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue
    const item = /^\s*- +(.*)$/s.exec(line)
    if (item && list) {
      list.push(textIn(item[1]!, index + 2))
      continue
    }
    const [, key, rest = ''] = /^([A-Za-z][\w-]*):(?:\s+(.*))?$/s.exec(line.trimEnd()) ?? []
    if (key === undefined) throw new FrontMatterError(`line ${index + 2} of the head is no "name: value"`)
    if (Object.hasOwn(matter, key)) throw new FrontMatterError(`"${key}" stands twice in the head`)
    list = rest === '' ? [] : undefined
    matter[key] = list ?? listIn(rest, index + 2) ?? textIn(rest, index + 2)
  }
  const body = lines.slice(found[0].length).replace(/^\n/, '').replace(/\n$/, '')
  return { matter, body }
}

/** Writes a file that is read as the same again. */
export function printFrontMatter(matter: FrontMatter, body: string): string {
  const lines = Object.entries(matter).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${key}: ${quoted(value)}`]
      : [`${key}:`, ...value.map((each) => `  - ${quoted(each)}`)],
  )
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`
}

const quoted = (text: string): string =>
  /^[\p{L}\p{N}](?:[\p{L}\p{N} ._()/-]*[\p{L}\p{N}.)])?$/u.test(text) ? text : JSON.stringify(text)

function textIn(text: string, line: number): string {
  const trimmed = text.trim()
  if (trimmed.startsWith('"')) {
    try {
      const value: unknown = JSON.parse(trimmed)
      if (typeof value === 'string') return value
    } catch {
      // Said below.
    }
    throw new FrontMatterError(`line ${line} of the head has a quotation that does not end`)
  }
  const single = /^'((?:[^']|'')*)'$/.exec(trimmed)?.[1]
  if (single !== undefined) return single.replaceAll("''", "'")
  const comment = trimmed.search(/\s#/)
  return comment < 0 ? trimmed : trimmed.slice(0, comment).trimEnd()
}

function listIn(text: string, line: number): string[] | undefined {
  const inside = /^\[(.*)\]$/s.exec(text.trim())?.[1]
  if (inside === undefined) return undefined
  return itemsIn(inside)
    .map((each) => textIn(each, line))
    .filter((each) => each !== '')
}

/** What stands between commas; those in quotations are none. One way through, however it is written. */
function itemsIn(inside: string): readonly string[] {
  const items: string[] = []
  let from = 0
  let quotation = ''
  let isBlank = true
  for (let at = 0; at < inside.length; at++) {
    const character = inside[at]!
    if (quotation !== '') {
      if (character === quotation) quotation = ''
      else if (quotation === '"' && character === '\\') at++
    } else if (character === ',') {
      items.push(inside.slice(from, at))
      from = at + 1
      isBlank = true
    } else {
      if (isBlank && (character === '"' || character === "'")) quotation = character
      isBlank &&= character.trim() === ''
    }
  }
  return [...items, inside.slice(from)]
}
