import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import ts from 'typescript-api'

const repository = join(import.meta.dirname, '../..')

describe('pnpm new:element', () => {
  let root

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'new-element-'))
    mkdirSync(join(root, 'packages/elements'), { recursive: true })
    writeFileSync(join(root, 'packages/elements/package.json'), '{ "version": "1.4.2" }')
    cpSync(join(repository, 'scripts/new-element.mjs'), join(root, 'scripts/new-element.mjs'))
  })
  after(() => rmSync(root, { recursive: true }))

  const run = (...args) =>
    spawnSync(process.execPath, [join(root, 'scripts/new-element.mjs'), ...args], { encoding: 'utf8' })
  const text = (file) => readFileSync(join(root, 'packages/elements', file), 'utf8')

  it('writes class, styles, definition and a test that begins with accessibility, and says what is left to do', () => {
    const { status, stdout } = run('status/status-badge')
    assert.equal(status, 0)
    const folder = 'src/status/status-badge'
    assert.match(
      text(`${folder}/status-badge.ts`),
      /@tagname aftercare-status-badge\n.*@status experimental\n.*@since 1\.4\n/,
    )
    assert.match(text(`${folder}/define.ts`), /defineElement\('status-badge', AftercareStatusBadge\)/)
    assert.match(text('test/status-badge.test.ts'), /it\('has nothing that axe finds'/)
    for (const file of [
      `${folder}/status-badge.ts`,
      `${folder}/status-badge-styles.ts`,
      `${folder}/define.ts`,
      'test/status-badge.test.ts',
    ]) {
      assert.ok(stdout.includes(`packages/elements/${file}`), stdout)
      const { diagnostics } = ts.transpileModule(text(file), { reportDiagnostics: true })
      assert.deepEqual(diagnostics, [], file)
    }
    for (const place of ['src/index.ts', 'src/define.ts', '"exports"']) assert.ok(stdout.includes(place), place)
  })

  it('leaves alone what is there already', () => {
    const { status, stderr } = run('status/status-badge')
    assert.deepEqual([status, stderr], [1, 'There is a packages/elements/src/status/status-badge already.\n'])
  })

  for (const name of ['', 'StatusBadge', '../elsewhere', 'status/..']) {
    it(`refuses to call one "${name}"`, () => assert.equal(run(name).status, 2))
  }
})
