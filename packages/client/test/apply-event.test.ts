import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Message, Ticket } from '@aftercare/protocol'
import { messageSchema, ticketSchema } from '@aftercare/protocol/schemas'
import { applyToList, applyToMessages, laterTicket } from '../src/tickets/apply-event.ts'

const id = (number: number) => `5b1d3b0e-6f5c-4f0e-9a3f-${String(number).padStart(12, '0')}`
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString()

function ticket(number: number, minute: number, more: Partial<Ticket> = {}): Ticket {
  return ticketSchema.parse({
    id: id(number),
    number,
    type: 'question',
    subject: `Ticket ${number}`,
    description: '',
    status: 'new',
    closeReason: null,
    priority: null,
    requester: { id: 'mara', name: null },
    assignee: null,
    account: null,
    locale: 'en',
    attachments: [],
    replies: 0,
    promises: [],
    createdAt: at(0),
    updatedAt: at(minute),
    ...more,
  })
}

function message(number: number, minute: number): Message {
  return messageSchema.parse({
    id: id(number),
    ticketId: id(1),
    kind: 'reply',
    author: { id: 'mara', name: null, side: 'requester' },
    body: `Message ${number}`,
    attachments: [],
    createdAt: at(minute),
  })
}

/** All orders in which things can be told. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}

describe('a list told of tickets', () => {
  const told = [ticket(1, 1), ticket(1, 3, { status: 'in_progress' }), ticket(2, 2), ticket(2, 2)]

  it('comes to the same in whatever order, and however often, it is told', () => {
    const expected = [ticket(1, 3, { status: 'in_progress' }), ticket(2, 2)]
    for (const order of orders(told)) {
      const list = order.reduce<readonly Ticket[]>((held, next) => applyToList(held, [next], {}), [])
      assert.deepEqual(list, expected)
      assert.deepEqual(applyToList(list, order, {}), expected)
    }
  })

  it('stands in the order of the last change', () => {
    const list = applyToList([ticket(1, 1), ticket(2, 2), ticket(3, 2)], [ticket(1, 9)], {})
    assert.deepEqual(
      list.map(({ number }) => number),
      [1, 3, 2],
    )
  })

  it('holds only what its filter asks for, also after a change', () => {
    const list = applyToList([], told.slice(0, 1), { status: 'new' })
    assert.equal(list.length, 1)
    assert.deepEqual(applyToList(list, told.slice(1, 2), { status: 'new' }), [])
  })

  it('leaves what it was given alone', () => {
    const held = Object.freeze([ticket(1, 1)])
    assert.notEqual(applyToList(held, [ticket(2, 2)], {}), held)
  })
})

describe('a conversation told of messages', () => {
  it('holds each once, oldest first, in whatever order it is told', () => {
    const told = [message(1, 1), message(2, 2), message(3, 2), message(1, 1)]
    for (const order of orders(told)) {
      const messages = order.reduce<readonly Message[]>((held, next) => applyToMessages(held, [next]), [])
      assert.deepEqual(
        messages.map(({ body }) => body),
        ['Message 1', 'Message 2', 'Message 3'],
      )
    }
  })

  it('keeps the later state of its ticket', () => {
    const [earlier, later] = [ticket(1, 1), ticket(1, 2)]
    assert.equal(laterTicket(undefined, earlier), earlier)
    assert.equal(laterTicket(earlier, later), later)
    assert.equal(laterTicket(later, earlier), later)
  })
})
