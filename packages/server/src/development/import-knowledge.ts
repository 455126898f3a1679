import type { Journal } from '../journal/write.ts'
import { ImportRun } from '../node/cli/import-articles-run.ts'
import type { BlobStore } from '../storage/blob-store.ts'

/**
 * Takes a folder of articles into the tenant's knowledge base as the command line does, published; what is there as it comes
 * costs no transaction.
 *
 * @param warn told of what is not taken, or not as it was written
 */
export async function importKnowledge(
  journal: Journal,
  {
    blobs,
    tenant,
    folder,
    warn,
  }: { blobs: BlobStore; tenant: string; folder: string; warn: (message: string) => void },
): Promise<void> {
  const report: string[] = []
  const terminal = { print: (line: string) => void report.push(line), complain() {} }
  const defaults = { kind: 'manual', audience: 'internal' } as const
  await new ImportRun({ journal, blobs, terminal, tenant, defaults, locale: 'en', draft: false }).run(folder)
  // The last line says how many there were, which here is nobody's question.
  for (const line of report.slice(0, -1)) warn(line)
}
