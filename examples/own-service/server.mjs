// Serves the page, the widgets and the reference backend with this vendor's service: node examples/own-service/server.mjs
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { serve } from '@aftercare/server/node'
import { service } from './service.mjs'

const widgets = fileURLToPath(new URL('../dist/cdn/', import.meta.resolve('@aftercare/elements')))
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' }

async function file(path) {
  const type = types[path.split('.').at(-1)]
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }
  return new Response(await readFile(path), { headers })
}

/** Starts the example; `port` 0 takes a free one, without `dataDir` everything is in memory. */
export async function startOwnService({ port = 4401, dataDir } = {}) {
  const world = await createDevelopmentWorld({ dataDir, service, seed: false })

  async function fetch(request) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.startsWith('/support/')) return world.server.fetch(request)
    if (pathname === '/token') return new Response(await world.customerToken())
    const [, chunk] = /^\/aftercare\/((?:chunks\/\w+\/)?[\w-]+\.js)$/.exec(pathname) ?? []
    if (chunk) return file(join(widgets, chunk))
    if (pathname === '/page.css') return file(join(import.meta.dirname, 'page.css'))
    if (pathname !== '/') return new Response('There is nothing here.\n', { status: 404 })
    const html = await readFile(join(import.meta.dirname, 'page.html'), 'utf8')
    const language = searchParams.get('language') === 'zh-CN' ? 'zh-CN' : 'en'
    return new Response(html.replace('{{language}}', language), {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
  }

  const { url, close } = await serve({ fetch, port })
  return {
    url,
    world,
    async close() {
      await close()
      await world.close()
    },
  }
}

if (import.meta.main) console.log(`Harbour cranes: ${(await startOwnService()).url}`)
