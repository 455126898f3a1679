import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'

const source = join(import.meta.dirname, '../../packages/elements/src')

it('no two kinds of formatters are kept under the same key', () => {
  const keys = globSync('**/*.ts', { cwd: source }).flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/\bkept\(\s*`([a-z]+)\$/g)].map(([, key]) => key),
  )
  assert.ok(keys.length > 5)
  assert.deepEqual([...new Set(keys)].sort(), keys.toSorted())
})
