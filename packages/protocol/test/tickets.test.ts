import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { customerRoles, permissions, staffRoles } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'

describe('the permission table', () => {
  it('names every route and only routes', () => {
    assert.deepEqual(Object.keys(permissions).sort(), Object.keys(routes).sort())
  })

  it('keys every route by its own id', () => {
    for (const [key, route] of Object.entries(routes)) assert.equal(route.id, key)
  })

  it('never lets a customer reach beyond its own things, its account, or the accounts it serves', () => {
    const widest = {
      requester: 'own',
      account_admin: 'account',
      account_auditor: 'account',
      partner: 'served',
    } as const
    for (const [id, grants] of Object.entries(permissions)) {
      if (grants === 'public') continue
      for (const role of customerRoles) {
        assert.ok([widest[role], 'own', undefined].includes(grants[role]), `${role} on ${id}`)
      }
    }
  })

  it('lets auditors change nothing, on either side', () => {
    for (const [id, grants] of Object.entries(permissions)) {
      if (grants === 'public' || !(grants.auditor || grants.account_auditor)) continue
      assert.ok(['read', 'stream', 'bytes'].includes(routes[id as keyof typeof routes].kind), id)
    }
  })

  it('names no role that does not exist', () => {
    const roles: readonly string[] = [...customerRoles, ...staffRoles]
    for (const grants of Object.values(permissions)) {
      if (grants !== 'public') for (const role of Object.keys(grants)) assert.ok(roles.includes(role))
    }
  })
})
