import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'

const compress = promisify(brotliCompress)

const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** What lies in a folder that is named by its content never changes its meaning. */
const hashed = /\/chunks\/[0-9a-f]{8}\/[^/]+\.js$/

/**
 * Serves the files of a folder: with an ETag, brotli where the browser takes it (the file beside it that ends
 * in `.br`, else compressed once), and forever where its folder is named by its content.
 *
 * @returns A function from a path below the folder to a response; `undefined` when there is no such file.
 */
export function staticFiles(folder) {
  const known = new Map()

  async function load(file, { mtimeMs, size }) {
    const stamp = `${mtimeMs} ${size}`
    const before = known.get(file)
    if (before?.stamp === stamp) return before
    const bytes = await readFile(file)
    const brotli = await readFile(`${file}.br`).catch(() => compress(bytes))
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
    const entry = { stamp, bytes, brotli, etag }
    known.set(file, entry)
    return entry
  }

  return async (path, request, headers) => {
    const file = join(folder, path)
    const type = mediaTypes[extname(file)]
    if (!type || !file.startsWith(folder + sep)) return undefined
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) return undefined
    const { bytes, brotli, etag } = await load(file, found)
    const common = {
      ...headers,
      'content-type': type,
      'cache-control': hashed.test(file.replaceAll(sep, '/')) ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      etag,
    }
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: common })
    const accepts = /\bbr\b/.test(request.headers.get('accept-encoding') ?? '')
    return accepts
      ? new Response(brotli, { headers: { ...common, 'content-encoding': 'br' } })
      : new Response(bytes, { headers: common })
  }
}
