// Run in an empty project with the packed tarballs installed: a vendor's service as a file, with the schema that editors
// read beside it, checked by the command line.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { softwareAfterSales } from '@aftercare/protocol/service'

const $schema = './node_modules/@aftercare/protocol/service.schema.json'
const { title, properties } = JSON.parse(readFileSync($schema, 'utf8'))
assert.equal(title, 'Aftercare service definition')
assert.ok(properties.$schema && properties.types)

const preset = softwareAfterSales({ locale: 'en' })
writeFileSync('service.json', JSON.stringify({ $schema, ...preset, version: '2026-11' }, null, 2))
writeFileSync(
  'service.ts',
  `import { defineService, softwareAfterSales } from '@aftercare/protocol/service'
export default defineService({ ...softwareAfterSales({ locale: 'en' }), version: '2026-11' })
`,
)
const bin = './node_modules/.bin/aftercare'
assert.ok(existsSync(bin))
const check = (file) => execFileSync(bin, ['service', 'check', file], { encoding: 'utf8' })
assert.match(check('service.json'), /^service\.json is in order: version 2026-11/)
if (process.features.typescript) assert.match(check('service.ts'), /^service\.ts is in order/)
console.log('ok')
