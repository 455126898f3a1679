import { Refused } from './server-answers.ts'

export interface Row {
  readonly kind: 'ticket' | 'message' | 'file' | 'action' | 'correction' | 'feedback'
  readonly id: string
  /** Becomes another one's where a visitor becomes a person. */
  owner: string
  /** Ticket that a message, an action or a correction belongs to; of what is said of an article its name. */
  readonly ticketId: string | undefined
  /** What a person wrote, or a file's name. */
  readonly text: string
  /** Of a correction: what it has written over. */
  readonly over?: string
  readonly files: readonly string[]
  readonly body: Record<string, unknown>
}

/** What the server holds. */
export interface Rows {
  /** All that was committed, in order. */
  readonly all: Row[]
  has(id: string): boolean
  add(row: Row): void
  /** @throws Refused `not_found`, also where it is somebody else's */
  own(kind: Row['kind'], id: string | undefined, subject: string): Row
  /** What those references name, each joined to something by its row's `add`. */
  attachments(references: unknown, subject: string): Record<string, unknown>[]
  /** A file that has joined nothing is let go of; to its uploader it is as if it had never been. */
  letGo(id: string | undefined, subject: string): void
  /** It was let go of. */
  ended(id: string): boolean
  /** Names of files of which something was let go of. */
  readonly endedNames: Set<string>
  forgetFile(id: string): void
}

export function createRows(): Rows {
  const all: Row[] = []
  const byId = new Map<string, Row>()
  const forgotten = new Set<string>()
  const ended = new Set<string>()
  const joined = new Set<string>()
  const endedNames = new Set<string>()

  function own(kind: Row['kind'], id: string | undefined, subject: string): Row {
    const row = byId.get(id ?? '')
    if (row?.kind !== kind || row.owner !== subject) throw new Refused('not_found')
    return row
  }

  return {
    all,
    endedNames,
    own,
    has: (id) => byId.has(id),
    add(row) {
      all.push(row)
      for (const { fileId } of (row.body['attachments'] ?? []) as { fileId: string }[]) joined.add(fileId)
      byId.set(row.id, row)
    },
    attachments(references, subject) {
      const list = references as readonly { readonly fileId: string; readonly sha256: string }[]
      return list.map(({ fileId, sha256 }) => {
        const row = byId.get(fileId)
        if (row?.kind !== 'file' || row.owner !== subject || row.body['sha256'] !== sha256 || forgotten.has(fileId)) {
          throw new Refused('attachment_unknown')
        }
        return row.body
      })
    },
    letGo(id, subject) {
      const row = own('file', id, subject)
      const { id: fileId } = row
      if (joined.has(fileId) || ended.has(fileId)) throw new Refused('not_found')
      all.splice(all.indexOf(row), 1)
      ended.add(fileId)
      endedNames.add(row.text)
      forgotten.add(fileId)
    },
    ended: (id) => ended.has(id),
    forgetFile: (id) => void forgotten.add(id),
  }
}
