// Writes packages/elements/dist/cdn/: what a page without a bundler loads. Three entries with fixed names, each
// complete in itself: `aftercare.js` (all elements but those of evidence, which the form loads where it offers it),
// `ticket-form.js` (provider and form) and `status.js` (the status of the service, which needs nothing else). What is needed later lies in chunks, in a folder named by their content. Beside them
// dist/custom-elements.json. Runs after `tsc -b`.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { minifyHTMLLiterals } from 'minify-literals'
import { rollup } from 'rollup'
import { minify } from 'terser'

const root = join(import.meta.dirname, '..')
const elements = join(root, 'packages/elements')
const cdn = join(elements, 'dist/cdn')
/** Written beside and then renamed: a page that is being served finds the old build or the new one, whole. */
const building = `${cdn}.building`

const entries = {
  aftercare: ['define.js'],
  'ticket-form': ['provider/define.js', 'tickets/ticket-form/define.js'],
  status: ['status/status/define.js'],
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
    if (!id.startsWith(join(elements, 'dist')) || !/\b(html|css|svg) ?`/.test(code)) return null
    const minified = await minifyHTMLLiterals(code, { fileName: id, sourceMap: false })
    return minified && { code: minified.code, map: null }
  },
}

/** nanostores asks for the environment as bundlers spell it. */
const productionPlugin = {
  name: 'production',
  transform: (code) =>
    code.includes('process.env.NODE_ENV')
      ? { code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }
      : null,
}

/** What routes say of themselves for the OpenAPI document is of no use on a page. */
const contractsPlugin = {
  name: 'contracts',
  transform: (code, id) =>
    /protocol\/dist\/\w+\/(\w+-)?contracts\.js$/.test(id)
      ? {
          code: code.replace(/summary: '(?:[^'\\]|\\.)*',/g, '').replace(/problems: (?:[\w.]+|\[[^\]]*\]),?/g, ''),
          map: null,
        }
      : null,
}

/** Lines that the page's own recorder has written need not be checked by the page that sends them: the server does. */
const recordedLinesPlugin = {
  name: 'recorded-lines',
  transform: (_, id) =>
    id.endsWith('/protocol/dist/diagnostics/line.js')
      ? { code: "import * as z from 'zod/mini'\nexport const diagnosticsSchema = z.unknown()", map: null }
      : null,
}

/** Says by name what a route takes of its contracts, so that a bundle leaves out those of routes nobody calls. */
const routesPlugin = {
  name: 'routes',
  transform(code, id) {
    if (!/protocol\/dist\/\w+\/([\w-]+-)?routes\.js$/.test(id)) return null
    const address = new Map([...code.matchAll(/const (\w+) = \(\) => import\(([^)]+)\)/g)].map(([, ...pair]) => pair))
    return {
      code: code.replace(
        /(\w+)\(\)\.then\(\((\w+)\) => \2\.(\w+)\)/g,
        (_, load, __, name) => `import(${address.get(load)}).then(({ ${name} }) => ${name})`,
      ),
      map: null,
    }
  },
}

/** Schemas are checked by a validator of ours that holds only what they use; see its file. */
const compactSchemasPlugin = {
  name: 'compact-schemas',
  transform(code, id) {
    const parsed = /(client|elements)\/dist\//.test(id) && /(?<!\b(JSON|Date))\.parse\(/.test(code)
    if (parsed) throw new Error(`${id}: the page build's schemas have safeParse alone.`)
  },
  resolveId(id, importer) {
    if (id !== 'zod/mini') return null
    const everyTicket =
      /protocol\/dist\/(tickets\/(ticket|message|contracts|message-contracts)\.js|diagnostics\/line\.js|files\/|wire\/)/.test(
        importer,
      )
    return join(elements, 'dist/page-build', everyTicket ? 'schemas.js' : 'zod-mini.js')
  },
}

const protocol = (file) => join(root, 'packages/protocol/dist', file)

/** Who reads which schemas, besides the one of a new ticket. */
const readers = [
  { of: /outbox\/entry-record\.js$|tickets\/queue-action\.js$/, id: '\0action-schemas' },
  { of: /tickets\/queue-reply\.js$/, id: '\0reply-schemas' },
  { of: /visitors\/proof-of-work\.js$/, id: '\0visitor-schemas' },
]
const schemaIndexes = {
  '\0ticket-schemas': ['newTicketSchema', 'tickets/ticket.js'],
  '\0reply-schemas': ['newMessageSchema', 'tickets/message.js'],
  '\0visitor-schemas': ['proofOfWorkSchema', 'visitors/visitor.js'],
  '\0action-schemas': ['correctionSchema, ticketActionSchema', 'tickets/action.js'],
}

/**
 * The index of schemas would keep every schema alive for each of its readers: the live stream checks events, a
 * form what was written, a ticket what is done with it. A name that is missing here fails the build.
 */
const schemaIndexPlugin = {
  name: 'schema-index',
  resolveDynamicImport: (specifier) => (specifier === '@aftercare/protocol/schemas' ? protocol('live/event.js') : null),
  resolveId(id, importer) {
    if (id !== '@aftercare/protocol/schemas') return null
    return readers.find(({ of }) => of.test(importer))?.id ?? '\0ticket-schemas'
  },
  load(id) {
    if (!Object.hasOwn(schemaIndexes, id)) return null
    const [names, file] = schemaIndexes[id]
    return `export { fieldErrors } from ${JSON.stringify(protocol('wire/field-errors.js'))}
       export { ${names} } from ${JSON.stringify(protocol(file))}`
  },
}

const terserPlugin = {
  name: 'terser',
  async renderChunk(code) {
    const result = await minify(code, {
      module: true,
      ecma: 2022,
      compress: {
        passes: 4,
        pure_getters: true,
        unsafe_arrows: true,
        unsafe_methods: true,
        hoist_props: true,
        keep_fargs: false,
      },
      mangle: { properties: false },
      format: { comments: false },
    })
    return { code: result.code, map: null }
  },
}

/** Stays as it is where a file asks for the worker of the search: an address beside its own. */
const searchWorker = 'search-worker.js'

/** What the worker loads when somebody writes with traditional characters: the page has that file already, in the same folder. */
const traditional = '@aftercare/protocol/search/traditional'

/**
 * A worker is a page of its own, which no bundler follows to by itself: in one file, so that it starts with one request and
 * takes nothing out of what pages load.
 */
async function buildWorker(paths) {
  const input = join(root, 'packages/client/dist/knowledge', searchWorker)
  const built = await rollup({ input, external: Object.keys(paths), plugins: commonPlugins, onwarn })
  const { output } = await built.generate({ ...commonOutput, paths, inlineDynamicImports: true })
  await built.close()
  return output[0].code
}

/** Lays the worker beside the chunk that asks for it. */
const workerPlugin = {
  name: 'worker',
  async generateBundle(_, files) {
    const all = Object.values(files)
    const asking = all.filter(({ code }) => code?.includes(searchWorker))
    if (asking.length === 0) return
    const folder = `chunks/${unnamed}`
    const characters = all.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/search/traditional.js'))
    for (const { fileName } of [...asking, characters])
      if (dirname(fileName) !== folder) throw new Error(`${fileName} is not beside the worker, which is in ${folder}.`)
    const code = await buildWorker({ [traditional]: `./${basename(characters.fileName)}` })
    this.emitFile({ type: 'prebuilt-chunk', fileName: `${folder}/${searchWorker}`, code })
  },
}

/** Loaded when somebody needs it, apart from everything else. */
const apart = new RegExp(
  [
    /\/(locales|live|service|visitors)\//,
    /dist\/(diagnostics|screenshot)\//,
    /provider\/open-visitor\.js$/,
    /persistence\/memory\.js$/,
    /files\/(form-)?attachments\.js$/,
    /\/(problem-of|key-digest)\.js$/,
    // What is done with a ticket once it is raised.
    /outbox\/deliver-action\.js$/,
    /tickets\/(case-contracts|list-contracts|queue-action|seen)\.js$/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
/** What the entry itself takes from the protocol; the rest of its index is for later. */
const protocolIndex = /protocol\/dist\/index\.js$/
const ofTheEntry = /\/(limits|ticket-types)\.js$/
/** Schemas are never needed before there is something to check. */
const checks = /contracts\.js$/
/** Loaded by the outbox itself, but always; its other parts are for what seldom happens. */
const checkedBeforeSending = /\/ticket-errors\.js$|tickets\/contracts\.js$/
/** The indexes name these as well; what needs them is never needed by everybody who sends a ticket. */
const ofOthers =
  /client\/dist\/(service|visitors|diagnostics)\/|protocol\/dist\/(service|live|files|visitors|diagnostics|knowledge)\/(upload-)?(routes|tus)\.js$|client\/dist\/(files\/(prepare-uploads|waiting-files)|drafts\/reply-draft)\.js$|\/(case-routes|headers)\.js$|\/(ticket-filters|canonical-json)\.js$|nanostores\/lifecycle\//
const index = /\/index\.js$|^\0/
/** Loaded on its own by the client, but always together with it. */
const withFirstUse = /persistence\/indexeddb\.js$/

/**
 * Cuts the page build of the form in two, since each file compresses alone and is a request of its own: the entry,
 * and `work`, all that a person who writes and sends will need, from first focus on. In one piece it is half a
 * kilobyte less than in two, and it is there before the first word is written.
 */
function cutByUse(id, { getModuleInfo }) {
  const closure = (roots, without, follow = () => true) => {
    const found = new Set()
    const queue = [...roots]
    for (const next of queue) {
      const module = getModuleInfo(next)
      if (!module || module.isExternal || found.has(next) || without.has(next) || ofOthers.test(next)) continue
      // What the form never calls is not in it, nor what that would load; an index alone is nothing itself.
      if (!module.isIncluded && !index.test(next)) continue
      found.add(next)
      queue.push(...module.importedIds.filter((to) => follow(next, to)))
    }
    return found
  }
  const later = (modules) =>
    [...modules].flatMap((from) => getModuleInfo(from).dynamicallyImportedIds).filter((to) => !apart.test(to))
  const first = closure(['\0entry'], new Set(), (from, to) => !protocolIndex.test(from) || ofTheEntry.test(to))
  for (const module of first) if (protocolIndex.test(module)) first.delete(module)
  const writing = closure(
    later(first).filter((to) => !checks.test(to)),
    first,
  )
  for (const module of closure(
    later(writing).filter((to) => withFirstUse.test(to)),
    first,
  ))
    writing.add(module)
  const before = new Set([...first, ...writing])
  const sending = closure(
    later(writing).filter((to) => !checks.test(to) || checkedBeforeSending.test(to)),
    before,
  )
  for (const module of closure(
    later(sending).filter((to) => checkedBeforeSending.test(to)),
    before,
  ))
    sending.add(module)
  return writing.has(id) || sending.has(id) ? 'work' : undefined
}

/** What every bundle is made with. */
const commonPlugins = [
  compactSchemasPlugin,
  schemaIndexPlugin,
  nodeResolve({ exportConditions: ['production', 'default'] }),
  literalsPlugin,
  contractsPlugin,
  recordedLinesPlugin,
  routesPlugin,
  productionPlugin,
]

const commonOutput = {
  format: 'es',
  hoistTransitiveImports: false,
  generatedCode: { preset: 'es2015', symbols: false },
  externalLiveBindings: false,
  freeze: false,
  plugins: [terserPlugin],
}

function onwarn(warning) {
  // What a dependency's own comments or cycles are worth is not ours to say.
  if (!/node_modules/.test(warning.id ?? warning.ids?.[0] ?? '')) throw new Error(warning.message)
}

async function bundle(input, plugins, output) {
  const built = await rollup({
    input,
    // A route that nobody calls is no use to a page. Beware: what is called on any variable of such a name is left out too.
    treeshake: { manualPureFunctions: ['route', 'z', 'text', 'requiredText', 'requiredLine', 'page'] },
    plugins: [...plugins, ...commonPlugins, workerPlugin],
    onwarn,
  })
  const { output: files } = await built.generate({
    ...commonOutput,
    chunkFileNames: `chunks/${unnamed}/[name].js`,
    ...output,
  })
  await built.close()
  return named(files)
}

/** Where the chunks lie until what is in them is known. */
const unnamed = '0'.repeat(8)

/**
 * The chunks of one entry lie in one folder that is named by all of their bytes: hosts serve it for ever, and pages of two
 * releases never mix. Names of their own would stand in everything that loads them, and brotli makes nothing of hashes.
 */
function named(files) {
  const hash = createHash('sha256')
  for (const { fileName, code } of files) hash.update(`${fileName}\0${code}\0`)
  const name = hash.digest('hex').slice(0, unnamed.length)
  const put = (text) => text.replaceAll(`chunks/${unnamed}/`, `chunks/${name}/`)
  for (const file of files) {
    file.fileName = put(file.fileName)
    file.code = put(file.code)
    const path = join(building, file.fileName)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, file.code)
  }
  return files
}

async function buildEntry(name, files) {
  const form = name === 'ticket-form'
  const output = await bundle({ [name]: 'entry' }, [entryPlugin(files)], {
    entryFileNames: '[name].js',
    onlyExplicitManualChunks: true,
    ...(form && { manualChunks: cutByUse }),
  })
  const [entry] = output
  if (entry.imports.length > 0) throw new Error(`${name}.js is not complete in itself: it imports ${entry.imports}.`)
  return output
}

const { values: options } = parseArgs({ options: { verbose: { type: 'boolean' } } })
if (!existsSync(join(elements, 'dist/define.js')))
  throw new Error('Run `tsc -b` first: packages/elements/dist is empty.')
rmSync(building, { recursive: true, force: true })
mkdirSync(building, { recursive: true })
for (const [name, files] of Object.entries(entries)) {
  const output = await buildEntry(name, files)
  if (!options.verbose) continue
  console.log(name)
  for (const chunk of output) {
    const sizes = Object.entries(chunk.modules ?? {})
      .map(([id, module]) => [id.replace(`${root}/`, '').replace(/.*node_modules\//, ''), module.renderedLength])
      .sort((one, other) => other[1] - one[1])

    console.log(
      `  ${chunk.fileName}  ${brotliCompressSync(chunk.code).length} B brotli  ← ${chunk.dynamicImports ?? ''}`,
    )
    for (const [id, length] of sizes) console.log(`      ${length} ${id}`)
  }
}

rmSync(cdn, { recursive: true, force: true })
renameSync(building, cdn)

const { cli } = await import('@custom-elements-manifest/analyzer/cli.js')
const manifest = await cli({
  argv: ['analyze', '--config', 'custom-elements-manifest.config.mjs'],
  cwd: elements,
  noWrite: true,
})
// Of what an element dispatches inside only its own events are the host's business.
for (const { events } of manifest.modules.flatMap(({ declarations = [] }) => declarations)) {
  if (!events) continue
  const own = events.filter(({ name }) => name?.startsWith('aftercare-'))
  events.splice(0, events.length, ...own)
}
writeFileSync(join(elements, 'dist/custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`)
console.log(
  `Built ${readdirSync(cdn)
    .filter((file) => file.endsWith('.js'))
    .join(', ')} into packages/elements/dist/cdn/.`,
)
