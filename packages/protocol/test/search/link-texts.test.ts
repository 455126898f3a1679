import assert from 'node:assert/strict'
import { it } from 'node:test'
import { linkTexts } from '@aftercare/protocol/search'

it('What others call an article is told once for each name, and not what it calls itself', () => {
  const found = linkTexts([
    { id: 'plan', links: [{ to: 'berths', text: 'mooring a ship' }] },
    {
      id: 'tides',
      links: [
        { to: 'berths', text: 'Mooring a ship ' },
        { to: 'plan', text: 'the plan' },
      ],
    },
    { id: 'berths', links: [{ to: 'berths', text: 'further down' }] },
  ])
  assert.deepEqual(
    found,
    new Map([
      ['berths', ['Mooring a ship']],
      ['plan', ['the plan']],
    ]),
  )
})
