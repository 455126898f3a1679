import './chrome.js'
import { words } from './words.js'

const page = document.documentElement
const list = document.querySelector('.mails')
const shown = document.querySelector('#mail')
const nothing = document.querySelector('#nothing')
const part = (selector) => shown.querySelector(selector)

let mails = []
let known = ''

const wanted = () => /^#mail\/([0-9a-f-]{36})$/.exec(location.hash)?.[1]
const named = ({ name, address }) => (name ? `${name} <${address}>` : address)

function fillTime(time, at, style) {
  time.dateTime = new Date(at).toISOString()
  time.textContent = new Intl.DateTimeFormat(page.lang, style).format(at)
}

const whenListed = (at) =>
  new Date(at).toDateString() === new Date().toDateString() ? { timeStyle: 'short' } : { dateStyle: 'medium' }

function rowOf(mail) {
  const row = document.createElement('li')
  const link = document.createElement('a')
  link.href = `#mail/${mail.id}`
  if (mail.id === wanted()) link.setAttribute('aria-current', 'true')
  const subject = document.createElement('b')
  subject.dir = 'auto'
  subject.textContent = mail.subject
  const says = document.createElement('span')
  says.className = 'says'
  says.textContent = mail.text.split('\n', 1)[0]
  const to = document.createElement('span')
  to.textContent = mail.to.name ?? mail.to.address
  const time = document.createElement('time')
  fillTime(time, mail.date, whenListed(mail.date))
  link.append(subject, says, to, time)
  row.append(link)
  return row
}

function headersOf({ messageId, inReplyTo, from, to, replyTo, date, subject, headers }) {
  const all = {
    ...{ From: named(from), To: named(to), Subject: subject, Date: new Date(date).toUTCString() },
    ...{ 'Message-ID': messageId, 'In-Reply-To': inReplyTo, References: inReplyTo, 'Reply-To': replyTo },
    ...headers,
  }
  return Object.entries(all)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

function showMail(mail) {
  const frame = part('iframe')
  const address = mail && `/mailbox/html?id=${mail.id}`
  shown.hidden = !mail
  nothing.hidden = Boolean(mail)
  if (!mail) return
  part('.subject').textContent = mail.subject
  part('.from').textContent = named(mail.from)
  part('.to').textContent = named(mail.to)
  fillTime(part('time'), mail.date, { dateStyle: 'full', timeStyle: 'long' })
  part('.headers pre').textContent = headersOf(mail)
  part('.text').textContent = mail.text
  // A frame that is given the same address again would begin anew.
  if (frame.getAttribute('src') !== address) frame.setAttribute('src', address)
}

function show() {
  list.replaceChildren(...mails.map(rowOf))
  document.querySelector('.none').hidden = mails.length > 0
  showMail(mails.find(({ id }) => id === wanted()))
}

function choosePart() {
  const text = part('[value=text]').checked
  part('iframe').hidden = text
  part('.text').hidden = !text
}

/** Looks for new mails; what has not changed is left alone, with whatever has the focus in it. */
async function look() {
  const said = await fetch('/mailbox/mails').then(
    (answer) => answer.text(),
    () => known,
  )
  if (said === known) return
  known = said
  const { sent, mails: all } = JSON.parse(said)
  mails = all
  const lead = document.querySelector('#lead')
  lead.dataset.say = sent ? 'mailbox.lead.sent' : 'mailbox.lead'
  lead.textContent = words[page.lang][lead.dataset.say]
  const focused = list.contains(document.activeElement) && document.activeElement.hash
  show()
  if (focused) list.querySelector(`[href="${focused}"]`)?.focus()
}

addEventListener('hashchange', () => {
  show()
  // The focus goes where the eye goes.
  const next = shown.hidden ? nothing : shown
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
})
shown.addEventListener('change', choosePart)
// Dates are in the language of the page.
new MutationObserver(show).observe(page, { attributeFilter: ['lang'] })

choosePart()
await look()
setInterval(look, 2000)
