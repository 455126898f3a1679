// Builds what changed: the packages with `tsc -b`, the schema of service definitions, then the widgets' page build
// with a brotli copy of each file. A stamp of everything that goes in makes a second call return at once.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const cdn = join(root, 'packages/elements/dist/cdn')
const serviceSchema = join(root, 'packages/protocol/service.schema.json')
const stampFile = join(root, 'dist/build.stamp')
const outputs = [
  ...['protocol', 'client', 'server', 'mock', 'elements'].map((name) => join(root, 'packages', name, 'dist/index.js')),
  join(cdn, 'aftercare.js'),
  serviceSchema,
]
const inputs = [
  'packages/*/src/**/*.ts',
  'packages/*/{package,tsconfig}.json',
  'tsconfig*.json',
  'pnpm-lock.yaml',
  'scripts/{build,build-elements}.mjs',
]

/** A step has said what is wrong, above; there is no more to it than which step. */
export class BuildFailure extends Error {}

async function stampOf() {
  const hash = createHash('sha256').update(process.version)
  const files = (await Array.fromAsync(glob(inputs, { cwd: root }))).sort()
  for (const file of files) hash.update(`\0${file}\0`).update(await readFile(join(root, file)))
  return hash.digest('hex')
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) resolve()
      else
        reject(
          new BuildFailure(`The build stopped at ${args[0].replace(`${root}/`, '')} (${signal ?? `exit ${code}`}).`),
        )
    })
  })
}

/** The JSON Schema by which editors check a service definition, as a file that `$schema` can name. */
async function writeServiceSchema() {
  const { definitionJsonSchema } = await import(join(root, 'packages/protocol/dist/service/index.js'))
  await writeFile(serviceSchema, `${JSON.stringify(definitionJsonSchema(), null, 2)}\n`)
}

async function compressPageBuild() {
  const compress = promisify(brotliCompress)
  for (const file of await Array.fromAsync(glob('**/*.{js,css,svg}', { cwd: cdn }))) {
    const bytes = await readFile(join(cdn, file))
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_QUALITY]: 11 }
    await writeFile(join(cdn, `${file}.br`), await compress(bytes, { params }))
  }
}

/**
 * Builds the workspace if anything that goes into it has changed.
 *
 * @param say Told, in words for people, what is being done.
 * @returns Whether there was anything to do.
 */
export async function build(say = console.log) {
  const stamp = await stampOf()
  const before = await readFile(stampFile, 'utf8').catch(() => '')
  if (before === stamp && outputs.every((file) => existsSync(file))) return false
  say('Building the packages …')
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'])
  await writeServiceSchema()
  say('Building the widgets …')
  await run(process.execPath, [join(root, 'scripts/build-elements.mjs')])
  await compressPageBuild()
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(stampFile, stamp)
  return true
}

if (import.meta.main) {
  try {
    if (!(await build())) console.log('Nothing has changed since the last build.')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
