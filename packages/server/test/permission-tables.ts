import { readFileSync } from 'node:fs'

/** The permissions as they stand by hand in docs/permissions.md: by table, row and column, the cell's words. */
export type PermissionTables = Readonly<
  Record<'tickets' | 'actions' | 'articles' | 'notices' | 'people', PermissionTable>
>
export type PermissionTable = ReadonlyMap<string, ReadonlyMap<string, string>>

const document = new URL('../../../docs/permissions.md', import.meta.url)

export function readPermissionTables(): PermissionTables {
  const text = readFileSync(document, 'utf8')
  return {
    tickets: table(text, 'tickets'),
    actions: table(text, 'actions'),
    articles: table(text, 'articles'),
    notices: table(text, 'notices'),
    people: table(text, 'people'),
  }
}

function table(text: string, name: string): PermissionTable {
  const [, between] = text.split(new RegExp(`<!-- ${name}:(?:begin|end) -->`))
  const [head = [], , ...rows] = (between ?? '')
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return new Map(
    rows.map(([first = '', ...cells]) => {
      if (cells.length !== head.length - 1) throw new Error(`${name}: the row "${first}" has ${cells.length} cells`)
      return [first, new Map(cells.map((cell, index) => [head[index + 1]!, cell]))]
    }),
  )
}

/** What is expected of one cell for one kind of ticket, account or person: a status, or whether it is in a list. */
export type Expected = number | 'present' | 'absent'

/** Reads a cell of the tables for tickets and people. */
export function expectedOf(row: ReadonlyMap<string, string>, column: string, kind: string): Expected {
  const cell = row.get(column)
  const otherwise = row.get('else')
  if (cell === undefined || otherwise === undefined) throw new Error(`There is no column "${column}"`)
  if (cell === '–') return 403
  if (/^=\d+$/.test(cell)) return Number(cell.slice(1))
  const words = cell === '.' ? [] : cell.split(' ')
  if (words.includes(`${kind}!`)) return 403
  if (otherwise === 'absent') return words.includes(kind) ? 'present' : 'absent'
  return words.includes(kind) ? Number(row.get('done')) : Number(otherwise)
}

/** Reads a cell of the table of actions; `reading` is the row of `readTicket`. */
export function expectedOfAction(
  cell: string,
  { seen, watched }: { readonly seen: readonly string[]; readonly watched: boolean },
  kind: string,
): Expected {
  const [word, ...exceptions] = cell.split(' ')
  if (word === '–') return 403
  if (!seen.includes(kind)) return 404
  const exception = exceptions.find((each) => each.startsWith(`${kind}=`))
  if (exception) return Number(exception.split('=')[1])
  switch (word) {
    case 'yes':
      return 201
    case 'acts':
      return watched && kind === 'watched' ? 403 : 201
    case 'no':
      return 403
    default:
      throw new Error(`"${cell}" says nothing`)
  }
}
