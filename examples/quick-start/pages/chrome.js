// Language and theme of the product's own pages. The server renders both from the same cookies, so that
// a page never shows one language first and then another.
import { words } from './words.js'

const page = document.documentElement
const language = document.querySelector('#language')
const theme = document.querySelector('#theme')

function keep(name, value) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}

function speak(tag) {
  page.lang = tag
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = words[tag][element.dataset.say]
  for (const element of document.querySelectorAll('[data-say-label]')) {
    element.setAttribute('aria-label', words[tag][element.dataset.sayLabel])
  }
  for (const provider of document.querySelectorAll('aftercare-provider')) provider.setAttribute('locale', tag)
  for (const status of document.querySelectorAll('aftercare-status')) {
    status.setAttribute('locale', tag)
    status.setAttribute('feed', status.getAttribute('feed').replace(/(?<=locale=).*/, tag))
  }
}

language.value = page.lang
language.addEventListener('change', () => {
  keep('tidewater_language', language.value)
  speak(language.value)
})

theme.value = page.dataset.theme
theme.addEventListener('change', () => {
  keep('tidewater_theme', theme.value)
  page.dataset.theme = theme.value
})

for (const link of document.querySelectorAll('.hull ul a[href]')) {
  if (link.pathname !== location.pathname) continue
  link.setAttribute('aria-current', 'page')
  // On a phone the sections are a strip that scrolls; the current one is in sight.
  const strip = link.closest('ul')
  strip.scrollLeft = link.offsetLeft - strip.clientWidth / 2
}

// The person menu closes as menus do: by Escape, or by going elsewhere.
const person = document.querySelector('details.person')
person?.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  person.open = false
  person.querySelector('summary').focus()
})
document.addEventListener('pointerdown', (event) => {
  if (person && !person.contains(event.target)) person.open = false
})
