import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkFloors } from '../../scripts/check-floors.mjs'

/** Writes a small tree, checks it, and takes it away again. */
function faultsOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'floors-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(name)), { recursive: true })
      writeFileSync(join(root, name), text)
    }
    return checkFloors(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

describe('the floors', () => {
  it('hold in this repository', () => {
    assert.deepEqual(checkFloors(join(dirname(fileURLToPath(import.meta.url)), '../..')), [])
  })

  it('let imports go down by package name', () => {
    assert.deepEqual(
      faultsOf({
        'packages/protocol/src/a.ts': "import * as z from 'zod/mini'",
        'packages/client/src/b.ts': "import { route } from '@aftercare/protocol'\nimport { atom } from 'nanostores'",
        'packages/elements/src/c.ts': "import { html } from 'lit'\nimport { createCore } from '@aftercare/client'",
        'packages/server/src/node/d.ts': "import { readFile } from 'node:fs/promises'\nimport '../core.ts'",
        'packages/server/src/core.ts': "import { Hono } from 'hono'",
      }),
      [],
    )
  })

  const forbidden = {
    'an import that goes up': ['packages/protocol/src/a.ts', "import { createCore } from '@aftercare/client'"],
    'client and server meeting': ['packages/client/src/a.ts', "import { x } from '@aftercare/server'"],
    'the server reaching for the client': ['packages/server/src/a.ts', "import { x } from '@aftercare/client'"],
    'Node in the core of the server': ['packages/server/src/a.ts', "import { readFile } from 'node:fs/promises'"],
    'the core of the server using its Node room': ['packages/server/src/a.ts', "import { x } from './node/x.ts'"],
    'the client knowing the permissions': ['packages/client/src/a.ts', "import '@aftercare/protocol/permissions'"],
    'the whole of zod in the protocol': ['packages/protocol/src/a.ts', "import { z } from 'zod'"],
    'a re-export that goes up': ['packages/protocol/src/a.ts', "export * from '@aftercare/elements'"],
    'a dynamic import that goes up': ['packages/protocol/src/a.ts', "const x = () => import('@aftercare/client')"],
    'a type from above': ['packages/protocol/src/a.ts', "type X = import('@aftercare/client').Core"],
    'a relative path into another package': [
      'packages/client/src/a.ts',
      "import { x } from '../../protocol/src/index.ts'",
    ],
    'SQL outside a store': ['packages/server/src/tickets/routes.ts', "db.selectFrom('tickets').execute()"],
  }
  for (const [name, [file, text]] of Object.entries(forbidden)) {
    it(`forbid ${name}, by file and line`, () => {
      const faults = faultsOf({ [file]: `// why\n${text}\n` })
      assert.equal(faults.length, 1)
      assert.ok(faults[0].startsWith(`${file}:2 `), faults[0])
    })
  }

  it('forbid the client loading schemas at once, by whatever way', () => {
    const faults = faultsOf({
      'packages/client/src/index.ts': "export { a } from './a.ts'",
      'packages/client/src/a.ts': "import { newTicketSchema } from '@aftercare/protocol/schemas'",
    })
    assert.equal(faults.length, 1)
    assert.ok(faults[0].startsWith('packages/client/src/a.ts '), faults[0])
  })

  it('let the client load schemas when it needs them', () => {
    assert.deepEqual(
      faultsOf({
        'packages/client/src/index.ts': "export const a = () => import('./a.ts')",
        'packages/client/src/a.ts': "import { newTicketSchema } from '@aftercare/protocol/schemas'",
      }),
      [],
    )
  })
})
