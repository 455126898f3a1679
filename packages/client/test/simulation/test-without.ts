import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import type { SourceChange } from './client-code.ts'

/**
 * Runs one test of the client over its own source with one change, in a process of its own.
 *
 * @returns the process' exit code: 0 where the test passes
 */
export async function statusWithout(
  change: SourceChange,
  { file, test }: { readonly file: string; readonly test: string },
): Promise<number> {
  const hook = `data:text/javascript,${encodeURIComponent(hookOf(change))}`
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--import', hook]
  const only = ['--test-name-pattern', test.replaceAll(/[^\w ,]/g, '.')]
  const path = join(import.meta.dirname, '..', file)
  // Within a test, node would take the child for a part of it.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...flags, ...only, '--test-reporter=tap', path], { env }, (error, stdout) => {
      const ran = Number(/^# tests (\d+)/m.exec(stdout)?.[1] ?? 0) - Number(/^# skipped (\d+)/m.exec(stdout)?.[1] ?? 0)
      if (ran === 0) reject(new Error(`${file} has no test "${test}"`))
      else resolve(error ? Number(error.code ?? 1) : 0)
    })
  })
}

const hookOf = ({ file, find, replace }: SourceChange): string => `
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!url.endsWith(${JSON.stringify(`/src/${file}`)})) return loaded
      const parts = String(loaded.source).split(${JSON.stringify(find)})
      if (parts.length !== 2) throw new Error(${JSON.stringify(`${file}: the change is out of date`)})
      return { ...loaded, source: parts.join(${JSON.stringify(replace)}) }
    },
  })`
