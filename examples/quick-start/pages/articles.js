// The product's own list of articles, from the backend's own answer; the element shows the one that the address names.
import './chrome.js'
import { words } from './words.js'

const page = document.documentElement
const list = document.querySelector('#articles')
const sheet = document.querySelector('#article')
const nothing = document.querySelector('#nothing')
const article = document.querySelector('aftercare-article')
const kinds = ['manual', 'faq', 'troubleshooting', 'video', 'release_note']

const wanted = () => /^#article\/([a-z0-9-]+)/.exec(location.hash)?.[1] ?? ''

function follow() {
  const slug = wanted()
  article.slug = slug
  sheet.hidden = !slug
  nothing.hidden = Boolean(slug)
  for (const link of list.querySelectorAll('a')) {
    if (link.dataset.slug === slug) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

function groupOf(kind, articles) {
  const title = document.createElement('h2')
  title.dataset.say = `articles.${kind}`
  title.textContent = words[page.lang][title.dataset.say]
  const links = articles.map(({ slug, title, locale }) => {
    const row = document.createElement('li')
    const link = document.createElement('a')
    const name = document.createElement('bdi')
    name.textContent = title
    Object.assign(link, { href: `#article/${slug}/`, lang: locale })
    link.append(name)
    link.dataset.slug = slug
    row.append(link)
    return row
  })
  const group = document.createElement('ul')
  group.className = 'titles'
  group.append(...links)
  return [title, group]
}

async function read() {
  const { lang } = page
  const token = await (await fetch('/session/support-token')).text()
  const answer = await fetch(`/support/articles?limit=100&locale=${lang}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = await answer.json()
  // Another language was chosen meanwhile.
  if (lang !== page.lang) return
  const byTitle = new Intl.Collator(lang)
  items.sort((one, other) => byTitle.compare(one.title, other.title))
  const groups = kinds.flatMap((kind) => {
    const articles = items.filter((each) => each.kind === kind)
    return articles.length > 0 ? groupOf(kind, articles) : []
  })
  list.replaceChildren(...groups)
  follow()
}

addEventListener('hashchange', (event) => {
  const before = new URL(event.oldURL).hash.split('/')[1]
  follow()
  // The focus goes where the eye goes; from one heading to another the article moves it itself.
  if (before === wanted()) return
  const shown = wanted() ? sheet : list
  shown.focus({ preventScroll: true })
  shown.scrollIntoView({ block: 'nearest' })
})
document.querySelector('#language').addEventListener('change', () => void read())
follow()
void read()
