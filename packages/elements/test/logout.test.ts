import { type Core, drafts, logout, submitTicket, type UnsentEntry } from '@aftercare/client'
import type { AftercareTicketForm } from '@aftercare/elements'
import '@aftercare/elements/define'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, show, textOf, type } from './support/page.ts'
import { closeClients, customerCore, FaultyFetch, newPerson } from './support/world.ts'

let canary = ''

/** Waits for what can only be asked for. */
async function eventually(asked: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await asked()); tries++) {
    ok(tries < 100, `waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Everything that a page of this origin can leave on a device, as text. */
async function everythingKept(): Promise<string> {
  const found: string[] = [document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
  for (const { name } of await indexedDB.databases()) if (name) found.push(name, await contentOf(name))
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys())
      found.push(request.url, (await (await cache.match(request))?.text()) ?? '')
  }
  return found.join('\n')
}

function contentOf(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const database = request.result
      const stores = [...database.objectStoreNames]
      if (stores.length === 0) return resolve('')
      const transaction = database.transaction(stores)
      const all = stores.flatMap((store) => [
        transaction.objectStore(store).getAllKeys(),
        transaction.objectStore(store).getAll(),
      ])
      transaction.oncomplete = () => {
        database.close()
        resolve(
          JSON.stringify(
            all.map(({ result }) => result as unknown),
            spelledOut,
          ),
        )
      }
      transaction.onerror = () => reject(transaction.error)
    }
  })
}

/** Takes away what other tests have left on this origin: to read all of that anew, again and again, takes long. */
async function forgetOthers(): Promise<void> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
  await Promise.all(
    names.map(
      (name) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name)
          request.onsuccess = () => resolve()
          request.onerror = () => reject(request.error)
          request.onblocked = () => reject(new Error(`${name} is still open`))
        }),
    ),
  )
}

const spelledOut = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : value

describe('logging out', () => {
  before(forgetOthers)

  afterEach(async () => {
    clearPage()
    await closeClients()
  })

  const newCanary = () => {
    canary = `CANARY${crypto.randomUUID().replaceAll('-', '')}`
  }
  const write = (core: Core) =>
    submitTicket(core, {
      type: 'incident',
      subject: `${canary} subject`,
      description: `${canary} description`,
      attachments: [new File([`${canary} bytes`], `${canary}.txt`, { type: 'text/plain' })],
    })

  it('leaves no word of the person anywhere on the device', async () => {
    newCanary()
    const person = newPerson(`${canary} name`)
    const faulty = new FaultyFetch()
    const core = customerCore(person, { fetch: faulty.fetch, tenant: 'tidewater' })
    // Sent, with its receipt; waiting, with its file; and half written, in the form.
    await (await write(core)).acknowledged
    faulty.offline()
    const waiting = await write(core)
    await until(() => waiting.$state.get().status === 'waiting', 'the write to wait')
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client: core })
    inside<HTMLInputElement>(form, '#subject').focus()
    type(form, '#subject', `${canary} half a thought`)
    const draft = await drafts(core).open('another')
    draft.save({ text: `${canary} draft` })
    await draft.flush()
    await eventually(
      async () => (await everythingKept()).includes(`${canary} half a thought`),
      'the draft of the form to be kept',
    )
    const before = await everythingKept()
    for (const part of ['subject', 'bytes', 'half a thought', 'draft']) contains(before, `${canary} ${part}`)

    let named: readonly UnsentEntry[] = []
    const outcome = await logout(core, {
      confirm(unsent) {
        named = unsent
        return true
      },
    })
    equal(named.map(({ id, subject }) => `${id} ${subject}`).join(), `${waiting.id} ${canary} subject`)
    equal(JSON.stringify(outcome), JSON.stringify({ status: 'done', discarded: 1 }))
    type(form, '#subject', `${canary} typed on`)
    await new Promise((resolve) => setTimeout(resolve, 800))
    const left = await everythingKept()
    equal(left.includes(canary), false, left.slice(Math.max(0, left.indexOf(canary) - 200)).slice(0, 400))
    ok(inside(form, 'form'), 'the form')
    equal(textOf(form).includes(`${canary} draft`), false)
  })

  it('ends in another page of the person as well', async () => {
    newCanary()
    const person = newPerson()
    const [one, other] = [1, 2].map(() => customerCore(person, { tenant: 'tidewater' })) as [Core, Core]
    const outbox = await other.outbox()
    equal((await one.persistence()).name, (await other.persistence()).name)
    await outbox.drain()
    await logout(one)
    await eventually(
      () =>
        other.session.token().then(
          () => false,
          (error: Error) => error.name === 'SignedOut',
        ),
      'the other page to end',
    )
    const draft = await drafts(other).open('late')
    draft.save({ text: canary })
    await draft.flush()
    equal((await everythingKept()).includes(canary), false)
  })
})
