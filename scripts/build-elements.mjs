// Writes packages/elements/dist/cdn/: what a page without a bundler loads. Two entries with fixed names, each
// complete in itself: `aftercare.js` (all elements) and `ticket-form.js` (provider and form). What is needed
// later lies in chunks named by their content. Beside them dist/custom-elements.json. Runs after `tsc -b`.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { minifyHTMLLiterals } from 'minify-literals'
import { rollup } from 'rollup'
import { minify } from 'terser'

const root = join(import.meta.dirname, '..')
const elements = join(root, 'packages/elements')
const cdn = join(elements, 'dist/cdn')

const entries = {
  aftercare: ['define.js'],
  'ticket-form': ['provider/define.js', 'tickets/ticket-form/define.js'],
}

/** An entry that only imports others, without a file of its own in the repository. */
const entryPlugin = (files) => ({
  name: 'entry',
  resolveId: (id) => (id === 'entry' ? '\0entry' : null),
  load: (id) =>
    id === '\0entry'
      ? {
          code: files.map((file) => `import ${JSON.stringify(join(elements, 'dist', file))}`).join('\n'),
          moduleSideEffects: true,
        }
      : null,
})

const literalsPlugin = {
  name: 'minify-literals',
  async transform(code, id) {
    if (!id.startsWith(join(elements, 'dist')) || !/(html|css|svg)`/.test(code)) return null
    const minified = await minifyHTMLLiterals(code, { fileName: id, sourceMap: false })
    return minified && { code: minified.code, map: null }
  },
}

const terserPlugin = {
  name: 'terser',
  async renderChunk(code) {
    const result = await minify(code, {
      module: true,
      ecma: 2022,
      compress: { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
      mangle: { properties: false },
      format: { comments: false },
    })
    return { code: result.code, map: null }
  },
}

/**
 * What a person who means to write needs, in one chunk rather than in four: each file compresses alone, and
 * each is a request. Modules that are needed only later (outbox, schemas, live updates) are not named here.
 */
const together = [
  /elements\/dist\/provider\/open-core\.js$/,
  /elements\/dist\/tickets\/ticket-form\/(ticket-work|submission-panel)\.js$/,
]

async function buildEntry(name, files) {
  const bundle = await rollup({
    input: { [name]: 'entry' },
    plugins: [entryPlugin(files), nodeResolve({ exportConditions: ['production', 'default'] }), literalsPlugin],
    onwarn: (warning) => {
      throw new Error(warning.message)
    },
  })
  const { output } = await bundle.write({
    dir: cdn,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    hashCharacters: 'base36',
    hoistTransitiveImports: false,
    onlyExplicitManualChunks: true,
    manualChunks:
      name === 'ticket-form' ? (id) => (together.some((pattern) => pattern.test(id)) ? 'write' : undefined) : undefined,
    plugins: [terserPlugin],
  })
  await bundle.close()
  return output
}

const { values: options } = parseArgs({ options: { verbose: { type: 'boolean' } } })
if (!existsSync(join(elements, 'dist/define.js')))
  throw new Error('Run `tsc -b` first: packages/elements/dist is empty.')
rmSync(cdn, { recursive: true, force: true })
mkdirSync(cdn, { recursive: true })
for (const [name, files] of Object.entries(entries)) {
  const output = await buildEntry(name, files)
  if (!options.verbose) continue
  console.log(name)
  for (const chunk of output) {
    const sizes = Object.entries(chunk.modules ?? {})
      .map(([id, module]) => [id.replace(`${root}/`, '').replace(/.*node_modules\//, ''), module.renderedLength])
      .sort((one, other) => other[1] - one[1])
      .slice(0, 14)
    console.log(
      `  ${chunk.fileName}  ${brotliCompressSync(chunk.code).length} B brotli  ← ${chunk.dynamicImports ?? ''}`,
    )
    for (const [id, length] of sizes) console.log(`      ${length} ${id}`)
  }
}

const { cli } = await import('@custom-elements-manifest/analyzer/cli.js')
const manifest = await cli({
  argv: [
    'analyze',
    '--litelement',
    '--quiet',
    '--globs',
    'src/**/*.ts',
    '--exclude',
    'src/**/define.ts',
    '--outdir',
    'dist',
  ],
  cwd: elements,
  noWrite: true,
})
writeFileSync(join(elements, 'dist/custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`)
console.log(
  `Built ${readdirSync(cdn)
    .filter((file) => file.endsWith('.js'))
    .join(', ')} into packages/elements/dist/cdn/.`,
)
