import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { rollup } from 'rollup'
import { minify } from 'terser'

const built = join(import.meta.dirname, '../../../packages/protocol/dist/search')

/** A module of the built search as a page would load it, with all that it imports at once: bytes, brotli. */
export async function engineBytes(file = 'index.js') {
  const input = join(built, file)
  if (!existsSync(input)) throw new Error(`There is no ${input}: build first (\`pnpm build\`).`)
  const bundle = await rollup({ input, external: (id) => id.startsWith('node:') })
  const { output } = await bundle.generate({ format: 'es', generatedCode: { preset: 'es2015' } })
  await bundle.close()
  const { code } = await minify(output[0].code, {
    module: true,
    ecma: 2022,
    compress: { passes: 4, pure_getters: true, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false },
  })
  return brotliCompressSync(code).length
}
