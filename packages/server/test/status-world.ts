import assert from 'node:assert/strict'
import { allowVisitors, type Database, grantRole, type ServerOptions, serveAccounts } from '../src/index.ts'
import { issuer, tenant, world } from './world.ts'

const both = <Text>(en: Text, chinese: Text) => ({ en, 'zh-CN': chinese })

/** A server with somebody of each kind, and short ways to open notices and to go on with them. */
export async function statusWorld(options: { database?: Database; server?: Partial<ServerOptions> } = {}) {
  const server = { visitors: { challenge: false as const }, ...options.server }
  const w = await world({ ...(options.database && { database: options.database, create: true }), server })
  const lead = (await w.staff('lead')).key
  const agent = (await w.staff('agent')).key
  const customers = {
    mara: await w.customer('mara', { account: 'harbor' }),
    noor: await w.customer('noor', { account: 'island' }),
  }
  for (const [id, name] of [
    ['harbor', 'Harbor'],
    ['island', 'Island'],
  ]) {
    const body = { id, name, tier: 'standard' }
    await w.send('POST', '/accounts', { token: lead, body })
  }
  const admin = await w.customer('ada', { account: 'harbor' })
  const who = { subject: 'ada', issuer }
  assert.equal((await w.send('GET', '/tickets', { token: admin })).status, 200)
  await grantRole(w.journal, { tenant, account: 'harbor', role: 'account_admin', who })
  await allowVisitors(w.journal, { tenant, allowed: true })

  const incident = (more: object = {}) => ({
    ...{ id: crypto.randomUUID(), kind: 'incident', impact: 'major' },
    components: [{ component: 'data', state: 'partial_outage' }],
    text: both(
      { title: 'Reports are slow', body: 'We **look** into it.' },
      { title: '报表缓慢', body: '我们正在调查。' },
    ),
    ...more,
  })
  const at = (hours: number) => new Date(w.now() + hours * 3_600_000).toISOString()
  const maintenance = (more: object = {}) => ({
    ...{ id: crypto.randomUUID(), kind: 'maintenance', impact: 'minor', targetVersion: '5.0' },
    components: [{ component: 'application', state: 'under_maintenance' }],
    window: { from: at(24), until: at(26) },
    choices: [{ from: at(48), until: at(50) }],
    text: both(
      {
        title: 'Upgrade to 5.0',
        body: 'The application is away.',
        preparation: ['Export what you need'],
        rollback: 'Back to 4.',
      },
      { title: '升级到 5.0', body: '应用系统暂停服务。', preparation: ['导出所需数据'], rollback: '恢复到 4。' },
    ),
    ...more,
  })
  const open = (body: object, token = lead) => w.send('POST', '/status/notices', { token, body })
  const opened = async (body: object): Promise<{ id: string }> => {
    const answer = await open(body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body
  }
  const say = (id: string, status: string, more: object = {}, token = lead) =>
    w.send('POST', `/status/notices/${id}/updates`, {
      token,
      body: {
        ...{ id: crypto.randomUUID(), status, text: both({ body: `Now ${status}.` }, { body: `状态：${status}` }) },
        ...more,
      },
    })
  /** A product at a customer. */
  const deploy = async (account: string, product: string, version: string) => {
    const id = crypto.randomUUID()
    const body = { id, product, environment: 'production', version, since: at(0) }
    const { status } = await w.send('POST', `/accounts/${account}/deployments`, { token: lead, body })
    assert.equal(status, 201)
    return id
  }
  const serve = (accounts: string[]) => serveAccounts(w.journal, { tenant, partner: 'harbor', accounts })
  const read = (path: string, token?: string) =>
    w.send('GET', token ? path : `${path}${path.includes('?') ? '&' : '?'}tenant=${tenant}`, { token })
  return {
    w,
    lead,
    agent,
    ...customers,
    admin,
    both,
    at,
    incident,
    maintenance,
    open,
    opened,
    say,
    deploy,
    serve,
    read,
  }
}

export type StatusWorld = Awaited<ReturnType<typeof statusWorld>>
