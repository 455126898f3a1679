import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LiveIndex, readSegment, writeSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import { articles, indexOf } from './articles.ts'

const queries = ['berth', 'the tide table', '潮汐表', 'TW-4071', 'databse', '泊位 船舶', 'open the', 'pilot']
const pilot = (number: number) => ({
  id: `pilot-${number}`,
  title: `Pilot ${number}`,
  body: `Boards at buoy ${number % 7}.`,
})

describe('A live index', () => {
  it('gives what an index of all current documents would, while they come, change and go', () => {
    const { titles, bodies } = writeSegment(articles.slice(0, 5), simplify)
    const live = new LiveIndex([readSegment(titles, bodies)], simplify)
    const current = new Map(articles.slice(0, 5).map((each) => [each.id, each]))
    for (const [step, document] of [
      ...articles.slice(5),
      ...Array.from({ length: 300 }, (_, at) => pilot(at)),
    ].entries()) {
      live.put(document)
      current.set(document.id, document)
      if (step % 5 === 2) {
        const changed = { ...document, body: `${document.body} The berth was changed.` }
        live.put(changed)
        current.set(changed.id, changed)
      }
      if (step % 7 === 3) {
        const [first] = current.keys()
        live.remove(first!)
        current.delete(first!)
      }
      if (step % 50 !== 49) continue
      const whole = indexOf([...current.values()])
      assert.equal(live.size, current.size)
      for (const query of queries)
        assert.deepEqual(live.search(query).hits, whole.search(query).hits, `${step}: ${query}`)
    }
  })

  it('forgets what was removed before it was ever searched', () => {
    const live = new LiveIndex()
    live.put(pilot(1))
    live.remove('pilot-1')
    assert.deepEqual(live.search('pilot').hits, [])
    assert.equal(live.size, 0)
  })
})
