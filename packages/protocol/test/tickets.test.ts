import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { statusAfterReply, ticketStatuses } from '@aftercare/protocol'
import { customerRoles, permissions, staffRoles } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'

describe('the status after a reply', () => {
  it('is in progress once an agent answers what nobody had begun', () => {
    assert.deepEqual(
      ticketStatuses.map((status) => statusAfterReply(status, 'agent')),
      [
        'in_progress',
        'in_progress',
        'in_progress',
        'waiting_on_requester',
        'waiting_on_third_party',
        'resolved',
        'closed',
      ],
    )
  })

  it('is in progress once the requester gives what was waited for, or does not agree that it is resolved', () => {
    assert.deepEqual(
      ticketStatuses.map((status) => statusAfterReply(status, 'requester')),
      ['new', 'triaged', 'in_progress', 'in_progress', 'waiting_on_third_party', 'in_progress', 'closed'],
    )
  })
})

describe('the permission table', () => {
  it('names every route and only routes', () => {
    assert.deepEqual(Object.keys(permissions).sort(), Object.keys(routes).sort())
  })

  it('keys every route by its own id', () => {
    for (const [key, route] of Object.entries(routes)) assert.equal(route.id, key)
  })

  it('never lets a customer reach beyond what is its own', () => {
    for (const [id, grants] of Object.entries(permissions)) {
      if (grants === 'public') continue
      for (const role of customerRoles) assert.ok(['own', undefined].includes(grants[role]), `${role} on ${id}`)
    }
  })

  it('lets an auditor change nothing', () => {
    for (const [id, grants] of Object.entries(permissions)) {
      if (grants === 'public' || !grants.auditor) continue
      assert.ok(['read', 'stream'].includes(routes[id as keyof typeof routes].kind), id)
    }
  })

  it('names no role that does not exist', () => {
    const roles: readonly string[] = [...customerRoles, ...staffRoles]
    for (const grants of Object.values(permissions)) {
      if (grants !== 'public') for (const role of Object.keys(grants)) assert.ok(roles.includes(role))
    }
  })
})
