// The tests of the widgets as a few files instead of hundreds of modules: every browser loads a page for each file of
// tests, and what such a page costs is its requests. A plugin of @web/test-runner, which bundles the sources once.
import { basename, dirname, relative } from 'node:path'
import { build } from 'esbuild'

/**
 * @param {{ rootDir: string, entries: readonly string[], query?: string, alias?: Record<string, string> }} options
 * `entries`: paths below `rootDir`. Who asks for one with `query` behind its address gets it with what `alias` names
 * in the place of modules.
 */
export function bundledTests({ rootDir, entries, query = '', alias = {} }) {
  const folder = `/bundled-tests${query.replace('?', '/')}/`
  let files = new Map()
  return {
    name: `bundled-tests${query}`,
    async serverStart() {
      const { outputFiles } = await build({
        absWorkingDir: rootDir,
        entryPoints: [...entries],
        entryNames: '[dir]/[name]',
        outbase: rootDir,
        outdir: rootDir + folder,
        bundle: true,
        splitting: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        sourcemap: 'inline',
        // What is read of a map is where something stands; the sources are twice the size of everything else.
        sourcesContent: false,
        conditions: ['source', 'browser', 'production'],
        alias,
        define: { 'process.env.NODE_ENV': '"production"' },
        logLevel: 'error',
        plugins: [served(rootDir)],
      })
      files = new Map(outputFiles.map(({ path, text }) => [`/${relative(rootDir, path)}`, text]))
    },
    /**
     * Who asks for a source that is an entry is led to its bundle, which lies beside the parts that it shares; so is who
     * looks for one beside itself, as for a worker, whatever folder its own source came from.
     */
    serve({ path, querystring }) {
      if (`${dirname(path)}/` === folder && !files.has(path)) {
        const entry = [...files.keys()].find((file) => basename(file) === basename(path))
        if (entry) return { body: `import '${entry}'\n`, type: 'js' }
      }
      const bundle = folder + path.slice(1).replace(/\.ts$/, '.js')
      const here = files.has(bundle) && (query === '' || query === `?${querystring}`)
      const body = files.get(path) ?? (here ? `export * from '${bundle}'\n` : undefined)
      return body === undefined ? undefined : { body, type: 'js' }
    },
  }
}

/** What belongs to the runner, and what looks for a file beside itself, is loaded from where it lies. */
const served = (rootDir) => ({
  name: 'served',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\/__web/ }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^@sqlite\.org\/sqlite-wasm$/ }, async ({ path, pluginData, ...how }) => {
      if (pluginData === 'found') return
      const found = await resolve(path, { ...how, pluginData: 'found' })
      return { path: `/${relative(rootDir, found.path)}`, external: true }
    })
  },
})
