import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import { minify } from 'terser'

const root = join(import.meta.dirname, '../../..')
const entry = 'sizes-client-entry'
const source = `
import { createSupportClient } from '@aftercare/client'
globalThis.client = createSupportClient({ url: '/support', getToken: async () => '' })
`

/**
 * The headless client as a product's own bundler would build it.
 *
 * @returns The files by name, brotli; `client.js` is what a page loads before first use.
 */
export async function bundleClient() {
  const bundle = await rollup({
    input: { client: entry },
    // zod's own circular imports and comments are none of our business.
    onwarn: (warning) => {
      if (!/node_modules/.test(warning.id ?? warning.ids?.[0] ?? '')) throw new Error(warning.message)
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? join(root, 'examples/quick-start/entry.js') : null),
        load: (id) => (id.endsWith('quick-start/entry.js') ? source : null),
      },
      nodeResolve({ browser: true }),
      {
        name: 'production',
        // As every bundler of a product does: nanostores asks for it in these words.
        transform: (code) => ({ code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }),
      },
      {
        name: 'terser',
        renderChunk: (code) => minify(code, { module: true, ecma: 2020, compress: { passes: 2 } }),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'es', minifyInternalExports: true })
  await bundle.close()
  return new Map(output.map((chunk) => [chunk.fileName, brotliCompressSync(chunk.code)]))
}
