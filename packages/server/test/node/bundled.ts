import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const packageFolder = join(import.meta.dirname, '../..')
/** Below the package, whose dependencies a file in it finds. */
const folder = join(packageFolder, 'node_modules/.cache/bundled')
const made = new Map<string, Promise<string>>()

/**
 * A program of this package as one file, with all that it imports but what is loaded on need: of its 840 modules most of
 * a short run is loading. Named by its content, so that the compile cache knows it again.
 *
 * @param entry from the package's folder
 * @returns where it lies
 */
export function bundled(entry: string): Promise<string> {
  const known = made.get(entry)
  if (known) return known
  const making = (async () => {
    const { outputFiles } = await build({
      ...{ absWorkingDir: packageFolder, entryPoints: [entry], write: false, bundle: true, logLevel: 'error' },
      ...{ platform: 'node', format: 'esm', target: 'node24', conditions: ['source'], keepNames: true },
      external: ['pg', 'nodemailer', 'sharp', '@aws-sdk/*'],
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)",
      },
    })
    const { contents } = outputFiles[0]!
    const path = join(folder, `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`)
    if (!existsSync(path)) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${path}.${process.pid}`, contents)
      renameSync(`${path}.${process.pid}`, path)
    }
    return path
  })()
  made.set(entry, making)
  return making
}
