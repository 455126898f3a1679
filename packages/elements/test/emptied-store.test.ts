import type { AftercareTicketForm, AftercareTicketList } from '@aftercare/elements'
import '@aftercare/elements/define'
import { equal, until } from './support/expect.ts'
import { clearPage, show, textOf } from './support/page.ts'
import { submitted } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson } from './support/world.ts'

/** Deletes what a store holds, as a browser does that needs the room; resolves with how much that was. */
function emptied(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const database = request.result
      const transaction = database.transaction('pairs', 'readwrite')
      const store = transaction.objectStore('pairs')
      const count = store.count()
      store.clear()
      transaction.oncomplete = () => {
        database.close()
        resolve(count.result)
      }
      transaction.onerror = () => reject(transaction.error)
    }
  })
}

/** Deletes the store itself, as clearing the site’s data does: the page’s connection to it is lost. */
function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => resolve()
  })
}

describe('a ticket that waits while the browser lets go of what the device holds', () => {
  afterEach(clearPage)

  for (const [what, loses] of [
    ['its rows', emptied],
    ['all of the site’s data', deleted],
  ] as const) {
    it(`stays on its way, and is on the server once: ${what}`, async () => {
      const person = newPerson()
      const faulty = new FaultyFetch()
      const client = customerCore(person, { fetch: faulty.fetch })
      const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
      faulty.offline()
      await submitted(element, 'waiting')
      const { name, store } = await client.persistence()
      const kept = (await store.list('outbox/')).length
      equal(kept, 1)
      await loses(name)
      const outbox = await client.outbox()
      await outbox.drain()
      equal(element.shadowRoot?.querySelector('[data-state]')?.getAttribute('data-state'), 'waiting')
      equal((await store.list('outbox/')).length, 1)
      faulty.mend()
      dispatchEvent(new Event('online'))
      await until(
        () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
        () => textOf(element),
      )
      const list = await show<AftercareTicketList>('aftercare-ticket-list', { client: customer(person) })
      await until(() => list.shadowRoot?.querySelector('[data-status=ready]'), 'the list')
      equal(list.shadowRoot?.querySelectorAll('[data-status=ready] li').length, 1)
    })
  }
})
