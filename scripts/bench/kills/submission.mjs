// One ticket with two files, written into the form of the quick-start, and a browser that is killed meanwhile.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { startBrowser } from './browser.mjs'

/** From well before the button is pressed until after the answer has come, on a machine at its work. Milliseconds. */
const span = { before: 150, after: 1200 }

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Tells what the form says of the ticket, whenever that changes. */
function watchForm() {
  const form = document.querySelector('aftercare-ticket-form')
  const look = () => {
    const panel = form.shadowRoot.querySelector('[part=submission]')
    if (!panel) return
    const saved = /saved on this device/i.test(panel.textContent) || panel.dataset.state === 'acknowledged'
    globalThis.reportShown(saved ? 'saved' : 'unsaved')
  }
  new MutationObserver(look).observe(form.shadowRoot, { subtree: true, childList: true, characterData: true })
}

/** Whether a draft with this subject lies on the device: each page keeps its own in a place of its own. */
async function keeps(subject) {
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name))
    const drafts = IDBKeyRange.bound('draft/ticket', 'draft/ticket\n\uffff')
    const kept = await asked(database.transaction('pairs').objectStore('pairs').getAll(drafts))
    database.close()
    if (kept.some((draft) => draft.value.subject === subject)) return true
  }
  return false
}

/** Writes, presses send and is killed at a random moment; what was on the screen by then is what was promised. */
export async function submitAndDie(address, profile) {
  const subject = `Kept through a kill ${randomUUID()}`
  const files = ['scan.bin', '照片.bin'].map((name) => {
    const buffer = randomBytes(20_000 + Math.floor(Math.random() * 300_000))
    return { name, mimeType: 'application/octet-stream', buffer }
  })
  const { context, kill } = await startBrowser(profile)
  let shown = 'nothing'
  try {
    const page = await context.newPage()
    await page.exposeBinding('reportShown', (_, state) => {
      if (shown !== 'saved') shown = state
    })
    await page.goto(address)
    const form = page.locator('aftercare-ticket-form')
    await form.getByRole('combobox').first().selectOption('question')
    const box = form.getByRole('textbox', { name: 'Subject' })
    // What an earlier page has left comes into the form with the first focus, perhaps between two keys.
    do await box.fill(subject)
    while ((await box.inputValue()) !== subject)
    await form.getByRole('textbox', { name: 'Description' }).fill('Written just before the lights went out.')
    await form.locator('input[type=file]').setInputFiles(files)
    await form.getByText('Kept on this device as you type').waitFor()
    // The form goes on saying so of an earlier draft while a person types: what counts is what the device holds.
    while (!(await page.evaluate(keeps, subject))) await page.waitForTimeout(20)
    await page.evaluate(watchForm)
    const pressed = new Promise((resolve) => setTimeout(resolve, span.before)).then(() =>
      form.getByRole('button', { name: 'Send', exact: true }).click({ noWaitAfter: true }),
    )
    pressed.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, Math.random() * (span.before + span.after)))
  } finally {
    await kill()
  }
  return { subject, shown, files: files.map(({ name, buffer }) => ({ name, sha256: sha256(buffer) })) }
}

/**
 * Starts the browser again on the same profile and waits until what was kept there has arrived, or until it is plain that
 * nothing was. Then the ticket is on the server, once and with its files, or its draft is in the form.
 */
export async function comeBack(address, profile, { subject, shown, files }, ticketsOf) {
  const { context, kill } = await startBrowser(profile)
  try {
    const page = await context.newPage()
    await page.goto(address)
    const form = page.locator('aftercare-ticket-form')
    const box = form.getByRole('textbox', { name: 'Subject' })
    const until = Date.now() + 30_000
    let found = await ticketsOf(subject)
    let draft = ''
    while (found.length === 0 && Date.now() < until) {
      if (await box.isVisible()) {
        await box.focus()
        draft = await box.inputValue()
        if (draft === subject && shown !== 'saved') break
      }
      await page.waitForTimeout(100)
      found = await ticketsOf(subject)
    }
    // A second one would come now.
    await page.waitForTimeout(300)
    found = await ticketsOf(subject)
    const whole = found.every((ticket) => sameFiles(ticket.files, files))
    return {
      tickets: found.length,
      lost: found.length === 0 && (shown === 'saved' || draft !== subject) ? 1 : 0,
      duplicated: Math.max(0, found.length - 1),
      corrupt: whole ? 0 : 1,
    }
  } finally {
    await kill()
  }
}

function sameFiles(found, sent) {
  const text = (files) => JSON.stringify(files.map(({ name, sha256 }) => [name, sha256]).sort())
  return text(found) === text(sent)
}
