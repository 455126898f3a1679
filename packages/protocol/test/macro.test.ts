import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { actionNames, fillPlaceholders, macroActions, unknownPlaceholders } from '@aftercare/protocol'

const values = { requester: 'Mara {number}', number: '1042', agent: '李晓' }

describe('the text of a macro', () => {
  it('has its places filled, each as often as it stands there, and nothing of what is filled in is filled again', () => {
    assert.equal(
      fillPlaceholders('{requester}: #{number}, #{number} – {agent}', values),
      'Mara {number}: #1042, #1042 – 李晓',
    )
  })

  it('keeps what looks like a place and is none, and is not fooled by names that every object has', () => {
    assert.equal(fillPlaceholders('{ number } {toString} {}', values), '{ number } {toString} {}')
    assert.deepEqual(unknownPlaceholders('{agent} {toString} {nubmer}'), ['toString', 'nubmer'])
    assert.deepEqual(unknownPlaceholders('{requester} {number}'), [])
  })

  it('goes with actions that the lifecycle knows', () => {
    for (const action of macroActions) assert.ok(actionNames.includes(action), action)
  })
})
