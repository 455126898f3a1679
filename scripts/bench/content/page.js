// Runs in the page: shows articles one after the other, and looks at what became of each.
const place = document.querySelector('main')
const seen = { executed: [], violations: [], unexpected: [] }
let current = ''

// What the cases try to reach, and whatever else asks or leaves.
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  window[name] = () => void seen.executed.push(`${current} ${name}`)
}
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  seen.violations.push(`${current} ${violatedDirective} ${blockedURI} ${sample}`)
})
addEventListener('error', ({ message }) => void seen.violations.push(`${current} ${message}`))
addEventListener('unhandledrejection', ({ reason }) => void seen.violations.push(`${current} ${reason}`))

/** Everything that a content tree may become. */
const elements = new Set(
  (
    'p h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td em strong a br hr span div button ' +
    // A video's place, and a picture's.
    'img'
  ).split(' '),
)
const address = /^(?:https?:\/\/|mailto:|tel:|#)/i

function look(content) {
  for (const node of content.querySelectorAll('*')) {
    if (!elements.has(node.localName)) seen.unexpected.push(`${current} <${node.localName}>`)
    for (const { name, value } of node.attributes) {
      const wrong =
        name.startsWith('on') || ['style', 'srcdoc', 'srcset', 'action', 'formaction', 'xlink:href'].includes(name)
      const leads = ['href', 'src'].includes(name) && !address.test(value)
      if (wrong || leads) seen.unexpected.push(`${current} ${name}=${value}`)
    }
  }
}

/** Text and structure of what is shown, so that two runs can be compared. */
const shapeOf = (node) =>
  node.nodeType === Node.TEXT_NODE
    ? node.data
    : node.nodeType === Node.ELEMENT_NODE
      ? `<${node.localName}>${[...node.childNodes].map(shapeOf).join('')}</>`
      : ''

async function until(found) {
  for (let tries = 0; tries < 2000; tries++) {
    const value = found()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`waited in vain for ${current}`)
}

/** Shows each article; presses what can be pressed in it, save what leaves the page. */
window.showArticles = async (slugs) => {
  const shapes = []
  for (const slug of slugs) {
    current = slug
    const article = document.createElement('aftercare-article')
    article.slug = slug
    place.replaceChildren(article)
    const all = await until(() => article.shadowRoot?.querySelector('.all:not([data-status=loading])'))
    if (all.dataset.status !== 'ready') {
      seen.unexpected.push(`${slug} is ${all.dataset.status}`)
      continue
    }
    const content = all.querySelector('.content')
    look(content)
    shapes.push(shapeOf(content))
    for (const target of content.querySelectorAll('button, a[href^="#"]')) {
      if (!target.closest('.consent')) target.click()
    }
    for (const target of content.querySelectorAll('*'))
      target.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
    await article.updateComplete
    look(content)
  }
  return shapes
}
/** Whether what is counted would be seen: does what the policy forbids, and says how often that was noted. */
window.provoke = async () => {
  const before = seen.violations.length
  for (const attempt of [
    () => {
      place.innerHTML = '<b></b>'
    },
    () => place.setAttribute('onclick', 'alert(1)'),
    () => place.setAttribute('style', 'color: red'),
  ]) {
    try {
      attempt()
    } catch {
      // Trusted Types throw besides.
    }
  }
  look(place.parentElement)
  await new Promise((resolve) => setTimeout(resolve, 100))
  return { violations: seen.violations.length - before, unexpected: seen.unexpected.length }
}
window.seen = seen
window.ready = true
