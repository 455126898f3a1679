import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { readSummary } from '@aftercare/protocol/status'
import ICAL from 'ical.js'
import Parser from 'rss-parser'
import { publishService } from '../src/index.ts'
import { type StatusWorld, statusWorld } from './status-world.ts'
import { tenant } from './world.ts'

describe('the feeds of a tenant', () => {
  let s: StatusWorld
  const at = `/status-pages/${tenant}`
  before(async () => {
    s = await statusWorld()
    const usual = softwareAfterSales()
    const components = usual.components.map((each) => (each.id === 'mobile' ? { ...each, group: 'clients' } : each))
    const componentGroups = [{ id: 'clients', label: { en: 'Clients', 'zh-CN': '客户端' } }]
    await publishService(s.w.journal, { tenant, definition: { ...usual, version: '2', components, componentGroups } })
  })
  after(() => s.w.close())

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await s.w.server.fetch(new Request(`https://tidewater.example/support${at}${path}`, { headers }))
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const json = async (path: string) => JSON.parse((await get(`/api/v2/${path}`)).text)

  describe('in the form of Statuspage v2', () => {
    /** Each member with the kind of its value; of a list the first. */
    const shapeOf = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
      if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]))
    }
    const page = { id: 'string', name: 'string', url: 'string', time_zone: 'string', updated_at: 'string' }
    const component = {
      ...{ id: 'string', name: 'string', status: 'string', created_at: 'string', updated_at: 'string' },
      ...{ showcase: 'boolean', start_date: 'string', position: 'number', description: 'null', group_id: 'null' },
      ...{ page_id: 'string', group: 'boolean', only_show_if_degraded: 'boolean' },
    }
    const update = {
      ...{ id: 'string', status: 'string', body: 'string', incident_id: 'string', created_at: 'string' },
      ...{ updated_at: 'string', display_at: 'string', deliver_notifications: 'boolean' },
      ...{ custom_tweet: 'null', tweet_id: 'null' },
      affected_components: [{ code: 'string', name: 'string', old_status: 'string', new_status: 'string' }],
    }
    const incident = {
      ...{ id: 'string', name: 'string', status: 'string', created_at: 'string', updated_at: 'string' },
      ...{ monitoring_at: 'null', resolved_at: 'null', impact: 'string', shortlink: 'string', started_at: 'string' },
      ...{ page_id: 'string', incident_updates: [update], components: [component] },
    }

    it('have every field of it, and nothing besides', async () => {
      const { id } = await s.opened(s.incident())
      const work = await s.opened(s.maintenance())
      const summary = await json('summary.json')
      assert.deepEqual(shapeOf(summary), {
        page,
        components: [component],
        incidents: [incident],
        scheduled_maintenances: [
          {
            ...{ ...incident, scheduled_for: 'string', scheduled_until: 'string' },
            incident_updates: [{ ...update, affected_components: 'null' }],
          },
        ],
        status: { indicator: 'string', description: 'string' },
      })
      assert.deepEqual(Object.keys(await json('status.json')), ['page', 'status'])
      assert.deepEqual((await json('components.json')).components, summary.components)
      assert.deepEqual((await json('incidents.json')).incidents, summary.incidents)
      assert.deepEqual((await json('incidents/unresolved.json')).incidents, summary.incidents)
      const lists = ['scheduled-maintenances.json', 'scheduled-maintenances/upcoming.json']
      for (const list of lists) {
        assert.deepEqual((await json(list)).scheduled_maintenances, summary.scheduled_maintenances, list)
      }
      assert.deepEqual((await json('scheduled-maintenances/active.json')).scheduled_maintenances, [])
      await s.say(work.id, 'in_progress')
      assert.equal((await json('scheduled-maintenances/active.json')).scheduled_maintenances[0].impact, 'maintenance')
      assert.deepEqual((await json('scheduled-maintenances/upcoming.json')).scheduled_maintenances, [])
      await s.say(work.id, 'cancelled')
      assert.equal((await json('scheduled-maintenances.json')).scheduled_maintenances[0].status, 'completed')
      await s.say(id, 'resolved')
      assert.deepEqual((await json('incidents/unresolved.json')).incidents, [])
      assert.equal(typeof (await json('incidents.json')).incidents[0].resolved_at, 'string')
    })

    it('say to whoever reads any such feed what our own pages say', async () => {
      const { id } = await s.opened(s.incident())
      const read = readSummary(await json('summary.json?locale=zh-CN'))!
      assert.deepEqual([read.state, read.name], ['major', 'Tidewater'])
      const [found] = read.incidents
      assert.deepEqual(
        [found!.name, found!.updates[0]!.body, found!.components],
        ['报表缓慢', '我们正在调查。', ['数据与报表']],
      )
      assert.equal(read.components.find((each) => each.id === 'data')!.status, 'partial_outage')
      const [group, first] = read.components.filter(({ isGroup, groupId }) => isGroup || groupId)
      assert.deepEqual([group!.isGroup, first!.groupId], [true, group!.id])
      await s.say(id, 'resolved')
      assert.equal(readSummary(await json('summary.json'))!.state, 'operational')
    })

    it('are for any page of the web, are asked for again cheaply, and take what pollers add', async () => {
      const headers = { origin: 'https://anywhere.example' }
      const first = await get('/api/v2/summary.json?_=1760000000', headers)
      assert.equal(first.headers.get('access-control-allow-origin'), '*')
      assert.equal(first.headers.get('access-control-allow-credentials'), null)
      assert.equal(first.headers.get('cross-origin-resource-policy'), 'cross-origin')
      assert.match(first.headers.get('cache-control')!, /^public, max-age=60/)
      const again = await get('/api/v2/summary.json', { ...headers, 'if-none-match': first.headers.get('etag')! })
      assert.deepEqual([again.status, again.text], [304, ''])
      const preflight = await s.w.server.fetch(
        new Request(`https://tidewater.example/support${at}/api/v2/summary.json`, {
          method: 'OPTIONS',
          headers: { ...headers, 'access-control-request-method': 'GET' },
        }),
      )
      assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
    })

    it('hold nothing of a notice that is not for everybody, token or none', async () => {
      const components = [{ component: 'interfaces', state: 'major_outage' }]
      const text = s.both({ title: 'CANARY', body: 'CANARY' }, { title: 'CANARY', body: 'CANARY' })
      const { id } = await s.opened(s.incident({ components, text, concerns: { accounts: ['harbor'] } }))
      const work = await s.opened(s.maintenance({ text, concerns: { accounts: ['harbor'] } }))
      const authorization = { authorization: `Bearer ${s.mara}` }
      const documents = [
        'summary',
        'status',
        'components',
        'incidents',
        'incidents/unresolved',
        'scheduled-maintenances',
      ]
      const paths = [
        ...documents.map((each) => `/api/v2/${each}.json`),
        ...['/api/v2/scheduled-maintenances/active.json', '/api/v2/scheduled-maintenances/upcoming.json'],
        ...['/history.atom', '/history.rss', '/maintenance.ics'],
      ]
      for (const path of paths) {
        for (const headers of [{}, authorization]) {
          const { status, text } = await get(path, headers)
          assert.equal(status, 200, path)
          assert.doesNotMatch(text, /CANARY|major_outage/, path)
          assert.ok(!text.includes(id) && !text.includes(work.id), path)
        }
      }
      await s.say(id, 'resolved')
      await s.say(work.id, 'cancelled')
    })

    it('are not there for a tenant that is not', async () => {
      const answer = await s.w.server.fetch(
        new Request('https://tidewater.example/support/status-pages/nobody/api/v2/summary.json'),
      )
      assert.equal(answer.status, 404)
    })
  })

  for (const format of ['atom', 'rss'] as const) {
    it(`are read by a reader of feeds, as ${format}`, async () => {
      const title = 'Labels & <b>“rolls”</b> \u0007'
      const text = s.both(
        { title, body: 'See <https://tidewater.example/?a=1&b=2>.' },
        { title: '标签', body: '标签异常。' },
      )
      const { id } = await s.opened(s.incident({ text }))
      s.w.pass(1000)
      await s.say(id, 'resolved')
      const { text: feed, headers } = await get(`/history.${format}?locale=en`)
      assert.match(headers.get('content-type')!, new RegExp(`^application/${format}\\+xml`))
      const { title: name, items } = await new Parser().parseString(feed)
      assert.equal(name, 'Tidewater')
      const item = items.find((each) => [each.guid, each['id']].includes(`urn:uuid:${id}`))!
      assert.equal(item.title, 'Labels & <b>“rolls”</b> ')
      assert.match(item.content!, /resolved\nNow resolved\.\n\n.*investigating\nSee https:\/\/tidewater/s)
      // Of an Atom entry this reader tells when it was published, of an item of RSS there is only one date.
      const at = s.w.now() - (format === 'atom' ? 1000 : 0)
      assert.equal(item.isoDate, new Date(at).toISOString())
      if (format === 'atom') assert.match(feed, new RegExp(`<updated>${new Date(s.w.now()).toISOString()}</updated>`))
      const chinese = await new Parser().parseString((await get(`/history.${format}?locale=zh-CN`)).text)
      assert.ok(chinese.items.some((each) => each.title === '标签'))
    })
  }

  describe('as a calendar', () => {
    const eventOf = async (id: string) => {
      const { text, headers } = await get('/maintenance.ics?locale=en')
      assert.match(headers.get('content-type')!, /^text\/calendar/)
      for (const line of text.split('\r\n')) assert.ok(new TextEncoder().encode(line).length <= 75, line)
      const calendar = new ICAL.Component(ICAL.parse(text))
      const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
      return events.find(({ uid }) => uid.startsWith(id))!
    }

    it('keep their UID, and their SEQUENCE rises until they are cancelled', async () => {
      const english = {
        ...{
          title: 'Upgrade; to 5, the “long” one: 升级打印服务升级打印服务升级打印服务',
          body: 'First line.\n\nSecond, line; with \\ all.',
        },
        preparation: ['Export'],
      }
      const { id } = await s.opened(s.maintenance({ text: { en: english } }))
      const said = { text: { en: { body: 'Later.' } } }
      const first = await eventOf(id)
      assert.equal(first.summary, english.title)
      assert.equal(first.description, 'First line.\nSecond, line; with \\ all.\n• Export')
      const window = { from: s.at(48), until: s.at(50) }
      await s.say(id, 'scheduled', { ...said, window })
      const second = await eventOf(id)
      await s.say(id, 'cancelled', said)
      const last = await eventOf(id)
      assert.deepEqual(
        [first, second, last].map(({ sequence }) => sequence),
        [0, 1, 2],
      )
      assert.equal(new Set([first, second, last].map(({ uid }) => uid)).size, 1)
      assert.deepEqual(
        [first, second, last].map(({ component }) => component.getFirstPropertyValue('status')),
        ['CONFIRMED', 'CONFIRMED', 'CANCELLED'],
      )
      assert.equal(second.startDate.toJSDate().toISOString(), window.from)
    })

    it('show the right local time in every zone, when they are moved across a change of clocks', async () => {
      const { id } = await s.opened(
        s.maintenance({ window: { from: '2027-03-27T01:00:00.000Z', until: '2027-03-27T03:00:00.000Z' } }),
      )
      const shown = async (timeZone: string) => {
        const { startDate, endDate } = await eventOf(id)
        const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        return [startDate, endDate].map((each) => format.format(each.toJSDate()))
      }
      assert.deepEqual(await shown('Europe/Berlin'), ['27/03/2027, 02:00', '27/03/2027, 04:00'])
      // A day later Berlin has summer time, New York has had it for two weeks, and Shanghai has none.
      await s.say(id, 'scheduled', { window: { from: '2027-03-28T01:00:00.000Z', until: '2027-03-28T03:00:00.000Z' } })
      assert.deepEqual(await shown('Europe/Berlin'), ['28/03/2027, 03:00', '28/03/2027, 05:00'])
      assert.deepEqual(await shown('America/New_York'), ['27/03/2027, 21:00', '27/03/2027, 23:00'])
      assert.deepEqual(await shown('Asia/Shanghai'), ['28/03/2027, 09:00', '28/03/2027, 11:00'])
      assert.deepEqual(await shown('Australia/Lord_Howe'), ['28/03/2027, 12:00', '28/03/2027, 14:00'])
      const { body } = await s.read(`/notices/${id}`)
      assert.equal((await eventOf(id)).startDate.toJSDate().toISOString(), body.window.from)
      await s.say(id, 'cancelled')
    })
  })
})
