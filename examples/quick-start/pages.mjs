import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { languageOf, words } from './pages/words.js'

const folder = join(import.meta.dirname, 'pages')
const reload = '<script type="module" src="/reload.js"></script>'
const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text) => text.replace(/[&<>"]/g, (character) => escapes[character])

async function read(name) {
  const html = await readFile(join(folder, name), 'utf8')
  const parts = html.split(/<!--#include ([\w-]+\.html) -->/)
  return (await Promise.all(parts.map((part, index) => (index % 2 === 0 ? part : read(part))))).join('')
}

/**
 * A page with its includes, its words in one language, and its values filled in.
 *
 * @param name One of our own files in `pages/`.
 * @param values What `{{member.member}}` stands for.
 */
export async function renderPage(name, { language, theme, ...values }) {
  const say = words[languageOf(language)]
  const all = { language, theme, ...values }
  const valueAt = (path) => path.split('.').reduce((value, member) => value[member], all)
  const html = await read(name)
  const page = process.env.TIDEWATER_RELOAD ? html.replace('</head>', `${reload}</head>`) : html
  return page
    .replace(/data-say="([^"]+)"[^>]*>/g, (open, key) => `${open}${escaped(say[key])}`)
    .replace(/data-say-label="([^"]+)"/g, (attribute, key) => `${attribute} aria-label="${escaped(say[key])}"`)
    .replace(/\{\{([\w.]+)\}\}/g, (_, path) => escaped(valueAt(path)))
}
