import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** An empty folder that is gone after the test (or suite) that asked for it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-test-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
