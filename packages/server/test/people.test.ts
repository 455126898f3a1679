import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createAccount, grantRole, requireAgreement, serveAccounts, signAgreement, verifyAudit } from '../src/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

const maraOf = (w: World) =>
  w.customer('mara', { account: 'harbor', email: 'mara@harbor.example', email_verified: true })
const uuid = () => crypto.randomUUID()

describe('an account', () => {
  let w: World
  let lead: string
  let manager: string
  before(async () => {
    w = await world()
    lead = (await w.staff('lead')).key
    manager = (await w.staff('manager')).key
    await w.raise(await maraOf(w))
  })
  after(() => w.close())

  const read = (token: string, account = 'harbor') => w.send('GET', `/accounts/${account}`, { token })
  const edit = async (body: object, path = '/accounts/harbor') => {
    const { headers } = await read(lead)
    return w.send('PATCH', path, { token: lead, body, headers: { 'if-match': headers.get('etag')! } })
  }

  it('begins as a standard one when a token first names it', async () => {
    const { body } = await read(lead)
    assert.deepEqual([body.id, body.name, body.tier, body.contacts], ['harbor', 'harbor', 'standard', []])
    assert.equal((await read(lead, 'nobody')).status, 404)
  })

  it('is put right by those who have read it as it stands', async () => {
    assert.equal(
      (await w.send('PATCH', '/accounts/harbor', { token: lead, body: {} })).body.code,
      'precondition_required',
    )
    const contact = { id: uuid(), name: 'Tomás', function: 'Planning', email: null, phone: '+46 31 000' }
    const project = { id: uuid(), name: 'Gate', size: 'two terminals', needs: 'Webhooks.', state: 'running' }
    const changed = await edit({ name: 'Harbor AB', tier: 'key', contacts: [contact], projects: [project] })
    assert.deepEqual([changed.status, changed.body.tier, changed.body.contacts], [200, 'key', [contact]])
    const headers = { 'if-match': '"older"' }
    const stale = await w.send('PATCH', '/accounts/harbor', { token: lead, body: { name: 'X' }, headers })
    assert.equal(stale.body.code, 'precondition_failed')
    assert.deepEqual((await edit({ contacts: [] })).body.contacts, [])
    assert.deepEqual((await read(lead)).body.projects, [project])
  })

  it('takes no contact under an id that another account has', async () => {
    await w.send('POST', '/accounts', { token: lead, body: { id: 'island', name: 'Island' } })
    const contact = { id: uuid(), name: 'Ana', function: '', email: null, phone: null }
    await edit({ contacts: [contact] })
    const { headers } = await read(lead, 'island')
    const match = { 'if-match': headers.get('etag')! }
    const taken = await w.send('PATCH', '/accounts/island', {
      token: lead,
      body: { contacts: [contact] },
      headers: match,
    })
    assert.equal(taken.body.code, 'id_unavailable')
    assert.equal((await w.send('POST', '/accounts', { token: lead, body: { id: 'island', name: 'I' } })).status, 422)
  })

  it('keeps what is in use there, since when, and the backup before each upgrade', async () => {
    const id = uuid()
    const at = (days: number) => new Date(w.now() - days * 86_400_000).toISOString()
    const deployment = { id, product: 'Tidewater', environment: 'production', version: '4.1', since: at(30) }
    assert.equal((await w.send('POST', '/accounts/harbor/deployments', { token: lead, body: deployment })).status, 201)
    const upgrade = (body: object) =>
      w.send('POST', `/accounts/harbor/deployments/${id}/upgrades`, { token: lead, body: { id: uuid(), ...body } })
    const backup = { at: at(8), place: 'vault 3' }
    const { body } = await upgrade({ version: '4.2', at: at(7), backup })
    const [found] = body.deployments
    assert.deepEqual([found.version, found.since], ['4.2', at(7)])
    assert.deepEqual(
      found.upgrades.map(({ from, to, backup: kept }: Record<string, unknown>) => [from, to, kept]),
      [['4.1', '4.2', backup]],
    )
    const late = await upgrade({ version: '4.3', at: at(9), backup: null })
    assert.deepEqual(late.body.errors, [{ pointer: '/at', code: 'not_allowed' }])
    const after = await upgrade({ version: '4.3', at: at(1), backup: { at: at(0), place: 'vault 3' } })
    assert.deepEqual(after.body.errors, [{ pointer: '/backup/at', code: 'not_allowed' }])
    const retired = await edit({ retiredAt: at(0) }, `/accounts/harbor/deployments/${id}`)
    assert.equal(retired.body.deployments[0].retiredAt, at(0))
    assert.equal((await upgrade({ version: '5', at: at(0), backup: null })).status, 400)
  })

  it('has notes that page, and that only staff read', async () => {
    for (let count = 1; count <= 3; count++) {
      const body = { id: uuid(), body: `Note ${count}` }
      assert.equal((await w.send('POST', '/accounts/harbor/notes', { token: lead, body })).status, 201)
    }
    const first = await w.send('GET', '/accounts/harbor/notes?limit=2', { token: lead })
    const rest = await w.send('GET', `/accounts/harbor/notes?limit=2&cursor=${first.body.next}`, { token: lead })
    const texts = [...first.body.items, ...rest.body.items].map(({ body }: { body: string }) => body)
    assert.deepEqual(texts, ['Note 3', 'Note 2', 'Note 1'])
    assert.equal(first.body.items[0].author.name, 'The lead')
  })

  it('is found by a part of its name, letters and nothing else', async () => {
    const find = async (search: string) =>
      (await w.send('GET', `/accounts?search=${encodeURIComponent(search)}`, { token: lead })).body.items.map(
        ({ id }: { id: string }) => id,
      )
    assert.deepEqual(
      [await find('HARB'), await find('%'), await find('_sland'), await find('land')],
      [['harbor'], [], [], ['island']],
    )
  })

  it('shows its own people as much as they look after of it', async () => {
    const member = async (role: 'requester' | 'account_admin' | 'account_auditor' | 'partner') => {
      await grantRole(w.journal, { tenant, account: 'harbor', role, who: { subject: role, issuer } })
      const token = await w.customer(role, { account: 'harbor' })
      return (await w.send('GET', '/account', { token })).body
    }
    assert.deepEqual(Object.keys(await member('requester')), ['id', 'name'])
    assert.deepEqual(Object.keys(await member('partner')), ['id', 'name', 'serves'])
    const whole = ['id', 'name', 'tier', 'background', 'locale', 'contacts', 'projects', 'deployments']
    assert.deepEqual(Object.keys(await member('account_admin')), whole)
    assert.deepEqual(Object.keys(await member('account_auditor')), whole)
    assert.equal((await w.send('GET', '/account', { token: await w.customer('alone') })).status, 404)
    const nobody = await w.send('GET', '/account/people', { token: await w.customer('alone') })
    assert.deepEqual(nobody.body, { items: [], next: null })
  })

  it('names its people to each other, and to staff by what is known of them', async () => {
    const mara = await maraOf(w)
    const { items } = (await w.send('GET', '/account/people?limit=100', { token: mara })).body
    assert.ok(items.some(({ name }: { name: string }) => name === 'Name of mara'))
    assert.ok(items.every((each: object) => Object.keys(each).join() === 'id,name'))
    const found = await w.send('GET', '/people?search=mara%40HARBOR', { token: lead })
    assert.deepEqual([found.body.items.length, found.body.items[0].email], [1, 'mara@harbor.example'])
    const entries = await w.database.reader.selectFrom('audit_log').select(['action', 'details']).execute()
    const looked = entries.filter(({ action }) => action === 'read.listPeople')
    assert.equal(looked.length, 1)
    assert.doesNotMatch(JSON.stringify(entries), /mara@/i, 'whom staff looked for is personal; the log holds ids')
  })

  it('makes somebody more than the token does, and takes it back, at once', async () => {
    const token = await w.customer('nora', { account: 'harbor' })
    const person = (await w.raise(token)).requester.id
    const all = async () => (await w.send('GET', '/tickets?limit=100', { token })).body.items.length
    assert.equal(await all(), 1)
    const set = (role: string | null, account = 'harbor') =>
      w.send('POST', `/people/${person}/memberships`, { token: manager, body: { id: uuid(), account, role } })
    assert.deepEqual((await set('account_admin')).body.memberships, [{ account: 'harbor', role: 'account_admin' }])
    assert.ok((await all()) > 1)
    await set(null)
    assert.equal(await all(), 1)
    assert.deepEqual((await set('partner', 'no such account')).body.errors, [
      { pointer: '/account', code: 'not_allowed' },
    ])
    assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
  })

  it('is the one that a person without an account in the token was made a member of', async () => {
    await grantRole(w.journal, { tenant, account: 'harbor', role: 'account_admin', who: { subject: 'quiet', issuer } })
    const token = await w.customer('quiet')
    assert.equal((await w.send('GET', '/account', { token })).body.id, 'harbor')
    assert.equal((await w.raise(token)).account, 'harbor')
    await grantRole(w.journal, { tenant, account: 'island', role: 'requester', who: { subject: 'quiet', issuer } })
    assert.equal((await w.send('GET', '/account', { token })).status, 404, 'of two accounts neither is meant')
    const elsewhere = await w.customer('quiet', { account: 'island' })
    assert.deepEqual(Object.keys((await w.send('GET', '/account', { token: elsewhere })).body), ['id', 'name'])
  })

  it('lists the staff that a ticket can be given to', async () => {
    await w.staff('agent', 'Ines', { teams: ['technical_support'], skills: ['network'], languages: ['pt'] })
    const of = async (team: string) =>
      (await w.send('GET', `/staff?team=${team}`, { token: lead })).body.items.map(({ name }: { name: string }) => name)
    assert.deepEqual(await of('technical_support'), ['Ines', 'The lead', 'The manager'])
    assert.deepEqual(await of('research'), ['The lead', 'The manager'])
    const page = await w.send('GET', '/staff?limit=1', { token: lead })
    assert.equal(page.body.items[0].name, 'Ines')
    const next = await w.send('GET', `/staff?limit=1&cursor=${page.body.next}`, { token: lead })
    assert.equal(next.body.items[0].name, 'The lead')
    assert.equal((await w.send('GET', '/staff?cursor=x', { token: lead })).status, 400)
  })
})

describe('a ticket on behalf of somebody', () => {
  let w: World
  let agent: string
  let person: string
  before(async () => {
    w = await world()
    agent = (await w.staff('agent', 'Ines')).key
    person = (await w.raise(await w.customer('mara', { account: 'harbor' }))).requester.id
    await w.raise(await w.customer('partner', { account: 'quay' }))
    await grantRole(w.journal, { tenant, account: 'quay', role: 'partner', who: { subject: 'partner', issuer } })
    await serveAccounts(w.journal, { tenant, partner: 'quay', accounts: ['harbor'] })
  })
  after(() => w.close())

  const timeline = async (token: string, ticket: string) =>
    (await w.send('GET', `/tickets/${ticket}/timeline`, { token })).body.items.find(
      ({ type }: { type: string }) => type === 'raised',
    )

  it('is theirs, and the timeline says who entered it', async () => {
    const ticket = await w.raise(agent, { channel: 'phone', onBehalfOf: person })
    assert.deepEqual([ticket.requester.id, ticket.account], [person, 'harbor'])
    const mara = await w.customer('mara', { account: 'harbor' })
    const raised = await timeline(mara, ticket.id)
    assert.deepEqual([raised.channel, raised.actor.name, raised.onBehalfOf.id], ['phone', 'Ines', person])
  })

  it('is raised by staff for somebody, by the way they were reached', async () => {
    const errors = async (more: object) =>
      (await w.send('POST', '/tickets', { token: agent, body: w.newTicket(more) })).body.errors
    assert.deepEqual(await errors({ onBehalfOf: person }), [{ pointer: '/channel', code: 'required' }])
    assert.deepEqual(await errors({ channel: 'sdk', onBehalfOf: person }), [
      { pointer: '/channel', code: 'not_allowed' },
    ])
    assert.deepEqual(await errors({ channel: 'visit' }), [{ pointer: '/onBehalfOf', code: 'required' }])
    assert.deepEqual(await errors({ channel: 'chat', onBehalfOf: uuid() }), [
      { pointer: '/onBehalfOf', code: 'not_allowed' },
    ])
  })

  it('is raised by a partner for an account that it serves, while it serves it', async () => {
    const partner = await w.customer('partner', { account: 'quay' })
    const ticket = await w.raise(partner, { onBehalfOf: person })
    assert.deepEqual([ticket.requester.id, ticket.account], [person, 'harbor'])
    assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: partner })).status, 200)
    const confidential = w.newTicket({ onBehalfOf: person, type: 'vulnerability' })
    const post = () => w.send('POST', '/tickets', { token: partner, body: confidential, key: confidential.id })
    assert.equal((await post()).status, 201)
    assert.equal((await post()).status, 201, 'whoever raised it may have its receipt again')
    assert.equal((await w.send('GET', `/tickets/${confidential.id}`, { token: partner })).status, 404)
    await serveAccounts(w.journal, { tenant, partner: 'quay', accounts: [] })
    assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: partner })).status, 404)
    const again = await w.send('POST', '/tickets', { token: partner, body: w.newTicket({ onBehalfOf: person }) })
    assert.deepEqual(again.body.errors, [{ pointer: '/onBehalfOf', code: 'not_allowed' }])
  })

  it('is never entered by a customer as if it had come by telephone', async () => {
    const token = await w.customer('mara', { account: 'harbor' })
    const answer = await w.send('POST', '/tickets', { token, body: w.newTicket({ channel: 'phone' }) })
    assert.deepEqual(answer.body.errors, [{ pointer: '/channel', code: 'not_allowed' }])
  })

  it('is routed by the tier of the account it belongs to', async () => {
    const { definition } = await publishedWithTierRule(w)
    assert.equal(definition, 'tiers')
    const lead = (await w.staff('lead')).key
    const account = await w.send('GET', '/accounts/harbor', { token: lead })
    const headers = { 'if-match': account.headers.get('etag')! }
    await w.send('PATCH', '/accounts/harbor', { token: lead, body: { tier: 'strategic' }, headers })
    const team = async (token: string) => {
      const { id } = await w.raise(token, { type: 'question' })
      return (await w.send('GET', `/tickets/${id}/details`, { token: lead })).body.internal.team
    }
    assert.equal(await team(await w.customer('mara', { account: 'harbor' })), 'product_support')
    assert.equal(await team(await w.customer('other', { account: 'quay' })), 'customer_service')
  })

  it('goes to the role that the rules want for its account', async () => {
    const w = await world()
    const lead = (await w.staff('lead', 'Jonas')).key
    await w.staff('agent', 'Ines')
    await createAccount(w.journal, { tenant, id: 'harbor', name: 'Harbor', tier: 'strategic' })
    const suitable = async (account: string) => {
      const impact = { scope: 'some', hindrance: 'hard' }
      const { id, priority } = await w.raise(await w.customer(account, { account }), { type: 'incident', impact })
      assert.equal(priority, 'high')
      const { items } = (await w.send('GET', `/tickets/${id}/candidates`, { token: lead })).body
      return items
        .filter(({ suitable }: { suitable: boolean }) => suitable)
        .map(({ person }: { person: { name: string } }) => person.name)
        .sort()
    }
    assert.deepEqual(await suitable('harbor'), ['Jonas'])
    assert.deepEqual(await suitable('quay'), ['Ines', 'Jonas'])
    await w.close()
  })
})

/** The preset, with questions of strategic accounts going to product support. */
async function publishedWithTierRule({ journal }: World) {
  const { softwareAfterSales } = await import('@aftercare/protocol/service')
  const { publishService } = await import('../src/index.ts')
  const preset = softwareAfterSales()
  const rule = {
    id: 'strategic_first',
    when: { tiers: ['strategic'], types: ['question'] },
    team: 'product_support',
    reason: { en: 'Strategic accounts.', 'zh-CN': '战略客户。' },
  }
  const routing = { ...preset.routing, rules: [rule, ...preset.routing.rules] }
  const { version } = await publishService(journal, { tenant, definition: { ...preset, version: 'tiers', routing } })
  return { definition: version }
}

describe('a confidentiality agreement', () => {
  it('is what staff need to see customer data, where the tenant says so', async () => {
    const w = await world()
    const mara = await w.customer('mara', { account: 'harbor' })
    const { id } = await w.raise(mara)
    const agent = await w.staff('agent')
    const read = async (path = `/tickets/${id}`) => (await w.send('GET', path, { token: agent.key })).body.code
    assert.equal(await read(), undefined)
    await requireAgreement(w.journal, { tenant, required: true })
    assert.equal(await read(), 'agreement_missing')
    assert.equal(await read('/accounts/harbor'), 'agreement_missing')
    assert.equal(await read('/service'), undefined, 'nothing of customers is in it')
    assert.equal(await read('/staff'), undefined)
    assert.equal((await w.send('GET', `/tickets/${id}`, { token: mara })).status, 200, 'customers sign nothing')
    const day = 86_400_000
    const signed = { tenant, staff: agent.id, version: '2026-1', signedAt: w.now(), expiresAt: w.now() + day }
    await signAgreement(w.journal, signed)
    assert.equal(await read(), undefined)
    w.pass(day)
    assert.equal(await read(), 'agreement_missing', 'it has expired')
    await requireAgreement(w.journal, { tenant, required: false })
    assert.equal(await read(), undefined)
    await w.close()
  })
})
