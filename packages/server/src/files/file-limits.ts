import { limits } from '@aftercare/protocol'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'

/** What the tenant takes of files, by the definition in force: at most what the server takes of anybody's. */
export async function fileLimits(
  { book }: Pick<Services, 'book'>,
  db: Queryable,
  tenant: string,
): Promise<{ readonly maxCount: number; readonly maxBytes: number }> {
  const { files } = (await book.current(db, tenant)).definition
  return { maxCount: files?.maxCount ?? limits.attachments, maxBytes: files?.maxBytes ?? limits.fileBytes }
}

/** Says how large a file may be, whoever set the limit. */
export const fileTooLarge = (maxBytes: number): ProblemError =>
  new ProblemError('body_too_large', { detail: `A file may have at most ${maxBytes} bytes` })
