import '@aftercare/elements/status/define'
import type { AftercareStatus } from '@aftercare/elements'
import { equal, ok, until } from './support/expect.ts'
import { clearPage, show } from './support/page.ts'

const page = '/support/status-pages/tidewater'
const text = (body: string) => ({ en: { title: 'Reports are late', body } })

async function write(path: string, body: object): Promise<void> {
  const key = await (await fetch('/test/staff-key?role=lead')).text()
  const headers = {
    ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    'idempotency-key': crypto.randomUUID(),
  }
  const { status } = await fetch(`/support/status/notices${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  equal(status, 201)
}

/** An incident that is open while `work` runs. */
async function duringIncident(work: () => Promise<void>): Promise<void> {
  const id = crypto.randomUUID()
  const components = [{ component: 'data', state: 'major_outage' }]
  await write('', { id, kind: 'incident', impact: 'critical', components, text: text('We look into it.') })
  try {
    await work()
  } finally {
    await write(`/${id}/updates`, { id: crypto.randomUUID(), status: 'resolved', text: { en: { body: 'Over.' } } })
  }
}

describe('the status page that the server serves', () => {
  afterEach(clearPage)

  it('is shown by our own element as it is', async () => {
    await duringIncident(async () => {
      const element = await show<AftercareStatus>('aftercare-status', { feed: `${page}/api/v2/summary.json` })
      await until(() => element.state === 'critical', 'the incident')
      ok(element.shadowRoot?.textContent?.includes('Reports are late') ?? false, 'its title')
    })
  })

  it('is read by the widget of Statuspage, which knows nothing of us', async () => {
    // Its bundle sets a global that it has not declared, which a module may not.
    Object.assign(globalThis, { parcelRequire: undefined })
    // @ts-expect-error: it has no types
    await import('@statuspage/status-widget/dist/index.js')
    const direct = globalThis.fetch
    // It reads at the root of a host of the page's own, which a proxy leads here.
    globalThis.fetch = (input, init) => direct(String(input).replace(/^.*(?=\/api\/v2\/)/, page), init)
    try {
      await duringIncident(async () => {
        const element = document.createElement('statuspage-widget')
        Object.assign(element, { src: location.origin })
        document.body.append(element)
        await until(() => element.shadowRoot?.textContent?.includes('Major Service Outage') ?? false, 'the state')
        element.remove()
      })
    } finally {
      globalThis.fetch = direct
    }
  })
})
