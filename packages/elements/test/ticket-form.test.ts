import '@aftercare/elements/define'
import type { AftercareTicketForm } from '@aftercare/elements'
import { limits } from '@aftercare/protocol'
import { sendKeys } from '@web/test-runner-commands'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, pressControlEnter, settled, show, textOf, type } from './support/page.ts'
import { fillIn, form, picture, sendingLarge, submitted, ticketOf } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, tokenAddress } from './support/world.ts'

const focused = (element: Element): Element | null => element.shadowRoot?.activeElement ?? null
const submit = (element: Element): void => inside<HTMLFormElement>(element, 'form').requestSubmit()
const value = (element: Element, selector: string): string => inside<HTMLInputElement>(element, selector).value

async function addFiles(element: Element, files: readonly File[]): Promise<void> {
  const chosen = new DataTransfer()
  for (const file of files) chosen.items.add(file)
  const input = inside<HTMLInputElement>(element, '#files')
  input.files = chosen.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await until(() => element.shadowRoot?.querySelector('.file, .error'), 'the files')
}

describe('the ticket form by keyboard', () => {
  afterEach(clearPage)

  it('is filled in and sent with Tab, letters and Enter alone', async () => {
    const element = await form({})
    inside(element, '#type').focus()
    await sendKeys({ type: 'som' })
    await sendKeys({ press: 'Tab' })
    equal(focused(element)?.id, 'subject')
    await sendKeys({ type: 'The map stands still' })
    await sendKeys({ press: 'Tab' })
    equal(focused(element)?.id, 'description')
    await sendKeys({ type: 'Since Tuesday.' })
    await sendKeys({ press: 'Tab' })
    equal(focused(element)?.id, 'files')
    await sendKeys({ press: 'Tab' })
    equal(focused(element)?.getAttribute('part'), 'submit')
    await sendKeys({ press: 'Enter' })
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })

  it('is sent with Control and Enter from the description', async () => {
    const element = await form({})
    await fillIn(element)
    await pressControlEnter()
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })

  it('puts the focus on what follows: the summary, the field it names, the result, the next form', async () => {
    const element = await form({})
    submit(element)
    await until(() => focused(element)?.matches('.summary'), 'focus on the summary')
    inside(element, '.summary button').click()
    equal(focused(element)?.id, 'type')
    await submitted(element, 'acknowledged')
    await until(() => focused(element)?.matches('h2'), 'focus on the result')
    ;[...(element.shadowRoot?.querySelectorAll('button') ?? [])].at(-1)?.click()
    await until(() => focused(element)?.id === 'type', 'focus on the first field')
    equal(value(element, '#subject'), '')
  })
})

describe('what the ticket form asks of a page', () => {
  afterEach(clearPage)

  it('stores and requests nothing before it is focused', async () => {
    const faulty = new FaultyFetch()
    const before = (await indexedDB.databases?.())?.length
    let tokens = 0
    const client = customerCore(newPerson(), {
      fetch: faulty.fetch,
      getToken: async () => {
        tokens += 1
        return 'none'
      },
    })
    await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    await new Promise((resolve) => setTimeout(resolve, 400))
    equal(faulty.seen.length, 0)
    equal(tokens, 0)
    equal((await indexedDB.databases?.())?.length, before)
    equal(document.cookie, '')
  })

  it('finds its client through a provider, also one that arrives later', async () => {
    const person = newPerson()
    const place = document.createElement('main')
    place.innerHTML = '<late-provider><aftercare-ticket-form></aftercare-ticket-form></late-provider>'
    document.body.append(place)
    const element = place.querySelector('aftercare-ticket-form')
    ok(element, 'the form')
    const { AftercareProvider, defineElement } = await import('@aftercare/elements')
    defineElement('provider', AftercareProvider, 'late')
    Object.assign(place.firstElementChild ?? {}, { url: '/support', tokenUrl: tokenAddress(person) })
    await until(() => element.shadowRoot?.querySelector('form'), 'the form to be drawn')
    await submitted(element, 'acknowledged')
    contains(textOf(element), 'is with us')
  })

  it('speaks the language of the nearest lang, of its provider, and its own, the nearer the stronger', async () => {
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', {}, { language: 'zh-TW' })
    contains(textOf(element), '问题类型')
    element.locale = 'en-GB'
    await settled(element)
    contains(textOf(element), 'What is it about?')
    equal(element.getAttribute('locale'), 'en-GB')
  })
})

describe('checking', () => {
  afterEach(clearPage)

  it('says nothing while one types, says it on blur, and forgives at once', async () => {
    const element = await form({})
    type(element, '#subject', 'x'.repeat(limits.subject + 3))
    await settled(element)
    equal(inside(element, '#subject').getAttribute('aria-invalid'), null)
    inside(element, '#description').focus()
    await settled(element)
    equal(inside(element, '#subject').getAttribute('aria-invalid'), 'true')
    contains(inside(element, '#subject-error').textContent, '3 characters too many')
    type(element, '#subject', 'x')
    await settled(element)
    equal(inside(element, '#subject-error').textContent, '')
  })

  it('keeps every character of a text that is too long, and does not send it', async () => {
    const element = await form({})
    await fillIn(element)
    type(element, '#description', 'y'.repeat(limits.description + 1))
    submit(element)
    await until(() => element.shadowRoot?.querySelector('.summary'), 'the summary')
    equal(value(element, '#description').length, limits.description + 1)
  })

  it('names a field that the schema refuses: a character that no database can keep', async () => {
    const element = await form({})
    await fillIn(element)
    type(element, '#description', 'half a \ud83d pair')
    submit(element)
    await until(
      () => inside(element, '#description-error').textContent,
      () => `the error: ${textOf(element)}`,
    )
    contains(textOf(element), 'a character that cannot be sent')
    equal(value(element, '#description'), 'half a \ud83d pair')
  })
})

describe('a large file on its way', () => {
  it('says how far it is, waits when it is told to, and goes on from there with the focus where it was', async () => {
    const faulty = new FaultyFetch()
    const element = await sendingLarge({}, faulty)
    contains(inside(element, '[part=sending]').textContent?.replace(/\s+/g, ' '), '1 MB of 3 MB')
    const button = inside(element, '[part=sending] button')
    button.focus()
    button.click()
    await until(() => element.shadowRoot?.querySelector('[data-state=paused]'), 'paused')
    contains(textOf(element), 'Paused. What has been sent stays there.')
    equal(focused(element)?.textContent?.trim(), 'Go on')
    faulty.mend()
    const before = faulty.seen.length
    button.click()
    await until(
      () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => textOf(element),
    )
    equal(faulty.seen.slice(before).filter((line) => line.startsWith('PATCH')).length, 2)
  })
})

describe('files', () => {
  afterEach(clearPage)

  it('are shown with name and size, can be taken away, and arrive with the ticket', async () => {
    const person = newPerson()
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    await fillIn(element)
    await addFiles(element, [picture('one.png'), picture('two.png', 90)])
    contains(inside(element, '.files').textContent?.replace(/\s+/g, ' '), 'two.png 90 bytes')
    inside(element, '[aria-label="Remove one.png"]').click()
    await settled(element)
    equal(focused(element)?.id, 'files')
    submit(element)
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
    const { items } = await (
      await fetch('/support/tickets', {
        headers: { authorization: `Bearer ${await (await fetch(tokenAddress(person))).text()}` },
      })
    ).json()
    equal(items[0].attachments.length, 1)
    equal(items[0].attachments[0].name, 'two.png')
  })

  it('are taken from a paste and from a drop', async () => {
    const element = await form({})
    const target = inside(element, '#description')
    const pasted = new DataTransfer()
    pasted.items.add(picture('pasted.png'))
    // Firefox makes no paste event that carries files.
    const paste = new Event('paste', { bubbles: true, cancelable: true, composed: true })
    target.dispatchEvent(Object.assign(paste, { clipboardData: pasted }))
    await until(() => textOf(element).includes('pasted.png'), 'the pasted file')
    const dropped = new DataTransfer()
    dropped.items.add(picture('dropped.png'))
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }))
    await until(() => textOf(element).includes('dropped.png'), 'the dropped file')
  })

  it('that are pictures are shown small, and let go of with the file; an SVG and a broken picture are not', async () => {
    const element = await form({})
    const canvas = new OffscreenCanvas(8, 8)
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8)
    const real = new File([await canvas.convertToBlob()], 'real.png', { type: 'image/png' })
    const drawing = new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'a.svg', { type: 'image/svg+xml' })
    await addFiles(element, [real, drawing, picture('broken.png')])
    const pictures = () => [...(element.shadowRoot?.querySelectorAll<HTMLImageElement>('.file img') ?? [])]
    await until(() => pictures().length === 2 && pictures()[0]?.naturalWidth && pictures()[1]?.hidden, 'the pictures')
    equal(pictures()[0]?.alt, '')
    const address = pictures()[0]?.src ?? ''
    ok((await fetch(address)).ok, address)
    inside(element, '.file button').click()
    await settled(element)
    equal(pictures().length, 1)
    equal(
      await fetch(address).then(
        () => 'there',
        () => 'gone',
      ),
      'gone',
    )
  })

  it('that find no room are said so in plain words, with what to do', async () => {
    const faulty = new FaultyFetch()
    const element = await form({}, faulty)
    await fillIn(element)
    await addFiles(element, [picture()])
    faulty.refuse('upload_quota_exceeded', 'POST')
    submit(element)
    await until(
      () => element.shadowRoot?.querySelector('[data-state=needs_attention]'),
      () => textOf(element),
    )
    await until(
      () => textOf(element).includes('Send it with fewer files, or later.'),
      () => textOf(element),
    )
  })

  it('over a limit are named with the limit, and the others are kept', async () => {
    const element = await form({})
    const many = Array.from({ length: limits.attachments + 1 }, (_, index) => picture(`${index}.png`, 10))
    await addFiles(element, [picture('large.png', limits.fileBytes + 1), ...many])
    await until(() => element.shadowRoot?.querySelectorAll('.file').length === limits.attachments, 'ten files')
    contains(textOf(element), 'large.png was not added: it is larger than 10 MB.')
    contains(textOf(element), '10.png was not added: at most 10 files.')
  })
})

describe('drafts', () => {
  afterEach(clearPage)

  it('are kept while one types and found again at the next first focus', async () => {
    const person = newPerson()
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    await fillIn(element)
    await until(() => textOf(element).includes('Kept on this device as you type'), 'the word that it is saved')
    await clearPage()

    const again = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    equal(value(again, '#subject'), '')
    inside(again, '#subject').focus()
    await until(() => value(again, '#subject') === 'The map stands still', 'the draft')
    equal(value(again, '#type'), 'incident')
  })

  it('are spoken of in words that are true while one types, and that do not flicker', async () => {
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(newPerson()) })
    const said: string[] = []
    const status = () => element.shadowRoot?.querySelector('[role=status]')?.textContent?.trim() ?? ''
    const watch = new MutationObserver(() => {
      if (status() !== said.at(-1)) said.push(status())
    })
    watch.observe(element.shadowRoot!, { subtree: true, childList: true, characterData: true })
    for (const letters of ['T', 'Th', 'The']) {
      type(element, '#subject', letters)
      await until(() => textOf(element).includes('Kept on this device as you type'), 'the word that it is kept')
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
    watch.disconnect()
    equal(said.filter(Boolean).join(), 'Kept on this device as you type')
  })

  it('never replace what was typed before they were found', async () => {
    const person = newPerson()
    const before = customer(person)
    const draft = await before.drafts.open('ticket')
    draft.save({ type: 'billing', subject: 'An older one', description: 'Older.' })
    await before.close()
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    type(element, '#subject', 'A newer one')
    await until(() => value(element, '#description') === 'Older.', 'the rest of the draft')
    equal(value(element, '#subject'), 'A newer one')
  })

  it('are gone once the ticket is kept', async () => {
    const person = newPerson()
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    await submitted(element, 'acknowledged')
    await clearPage()
    equal((await customer(person).drafts.open('ticket')).value, undefined)
  })

  it('of two pages are apart: each keeps its own, and what one sends takes nothing from the other', async () => {
    const person = newPerson()
    const forms: AftercareTicketForm[] = []
    const cores = [1, 2].map(() => customerCore(person))
    for (const client of cores) {
      const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
      forms.push(element)
      type(element, '#subject', `In page ${forms.length}`)
      await until(() => textOf(element).includes('Kept on this device as you type'), 'the word that it is kept')
    }
    equal(forms.map((element) => value(element, '#subject')).join(), 'In page 1,In page 2')
    await submitted(forms[1]!, 'acknowledged')
    await clearPage()
    const again = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person) })
    inside(again, '#subject').focus()
    await until(() => value(again, '#subject') === 'In page 1', 'the draft of the page that has sent nothing')
  })

  it('that the device refuses are said to be not saved', async () => {
    const storage = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    const client = customerCore(newPerson(), { storage })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    await fillIn(element)
    await until(() => textOf(element).includes('This device keeps no drafts'), 'the warning')
  })
})

describe('a ticket on its way', () => {
  afterEach(clearPage)

  it('says saved on this device, tells the page, and shows its number when it has one', async () => {
    const element = await form({})
    const told: string[] = []
    for (const name of ['queued', 'acknowledged'] as const) {
      element.addEventListener(`aftercare-ticket-${name}`, () => told.push(name))
    }
    await submitted(element, 'acknowledged')
    equal(told.join(), 'queued,acknowledged')
    ok(/Ticket #\d+ is with us/.test(textOf(element)), textOf(element))
    ok(inside<HTMLAnchorElement>(element, 'a').hash.startsWith('#ticket='), 'a link to the ticket')
  })

  it('offline: is saved, waits, and goes out when one tries again', async () => {
    const faulty = new FaultyFetch().offline()
    const element = await form({}, faulty)
    await submitted(element, 'waiting')
    contains(textOf(element), 'Saved on this device. It will be sent when you are online.')
    faulty.mend()
    inside(element, '[data-state=waiting] button').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })

  it('where the device keeps nothing: says to keep the page open', async () => {
    const client = customerCore(newPerson(), {
      storage: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      fetch: new FaultyFetch().offline().fetch,
    })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    await submitted(element, 'waiting')
    contains(textOf(element), 'Not saved on this device: keep this page open')
  })

  it('refused: says why, and editing brings every word back', async () => {
    const faulty = new FaultyFetch().refuse('forbidden', 'POST')
    const element = await form({}, faulty)
    await submitted(element, 'needs_attention')
    await until(
      () => textOf(element).includes('Not sent: You are not allowed to do this.'),
      () => textOf(element),
    )
    inside(element, '.primary').click()
    await until(() => element.shadowRoot?.querySelector('form'), 'the form')
    await until(() => value(element, '#subject') === 'The map stands still', 'the words')
    equal(value(element, '#description'), 'Since Tuesday, for one container.')
    faulty.mend()
    submit(element)
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })

  it('refused for what seldom happens: says why in the language of the page', async () => {
    const faulty = new FaultyFetch().refuse('id_unavailable', 'POST')
    const element = await form({ language: 'zh-CN' }, faulty)
    await submitted(element, 'needs_attention')
    await until(
      () => textOf(element).includes('该编号已被占用，请修改后重新发送。'),
      () => textOf(element),
    )
  })

  it('refused, on a device that has become full: edited it stays there until the corrected one is on its way', async () => {
    const person = newPerson()
    const faulty = new FaultyFetch().refuse('forbidden', 'POST')
    let full = false
    const { storage } = customerCore(person).environment
    const client = customerCore(person, {
      fetch: faulty.fetch,
      async storage(name) {
        const store = await storage(name)
        const write: typeof store.write = (operations) =>
          full && operations.some(({ type }) => type === 'put' || type === 'replace')
            ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
            : store.write(operations)
        return { ...store, write }
      },
    })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    await submitted(element, 'needs_attention')
    const { store } = await client.persistence()
    const kept = async () => (await store.list('outbox/')).length
    full = true
    inside(element, '.primary').click()
    await until(() => element.shadowRoot?.querySelector('form') && value(element, '#subject'), 'the words')
    equal(await kept(), 1)
    contains(textOf(element), 'This device keeps no drafts')
    faulty.mend()
    submit(element)
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
    await until(async () => (await kept()) === 0, 'the refused one to go')
  })

  it('signed out: asks to sign in, keeps the ticket, and sends it afterwards', async () => {
    const faulty = new FaultyFetch().refuse('token_revoked', 'POST')
    const element = await form({}, faulty)
    await submitted(element, 'blocked_auth')
    contains(textOf(element), 'Please sign in again. It is saved on this device.')
    faulty.mend()
    inside(element, '[data-state=blocked_auth] button').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })
})

describe('text', () => {
  afterEach(clearPage)

  it('of any kind is shown as text, in the list and in the conversation', async () => {
    const naughty: string[] = await (await fetch('/test/naughty-strings')).json()
    const person = newPerson()
    const description = naughty
      .filter((text) => !text.includes('\0'))
      .join('\n')
      .slice(0, limits.description)
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    const ticket = await ticketOf(person, markup, description)
    const title = document.title
    const client = customerCore(person)
    const list = await show('aftercare-ticket-list', { client } as object)
    await until(() => textOf(list).includes(markup), 'the subject')
    const talk = await show('aftercare-conversation', { client, ticketId: ticket.id } as object)
    await until(() => talk.shadowRoot?.querySelector('.body')?.textContent === description, 'the description')
    equal(document.title, title)
    equal(talk.shadowRoot?.querySelector('img, script'), null)
  })
})
