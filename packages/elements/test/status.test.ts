import '@aftercare/elements/status/define'
import type { AftercareStatus } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { equal, ok, until } from './support/expect.ts'
import { browserHere, clearPage, inside, show, textOf } from './support/page.ts'
import { Feed, incident, statusOf, troubled, well } from './support/status-states.ts'

const texts = (element: Element, selector: string): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll(selector) ?? [])].map(({ textContent }) =>
    textContent.replace(/\s+/g, ' ').trim(),
  )

async function refreshed(element: AftercareStatus): Promise<void> {
  await element.refresh()
  await element.updateComplete
}

describe('the status', () => {
  afterEach(clearPage)

  it('is worked with by the keyboard alone: links, groups and earlier updates', async () => {
    // WebKitGTK's driver moves no focus by Tab.
    if (browserHere() === 'webkit') return
    const { element } = await statusOf(troubled)
    const reached: string[] = []
    // No further than the last one: what follows is the browser's own, and keeps the focus from every page after this.
    for (let step = 0; step < 3; step++) {
      await sendKeys({ press: 'Tab' })
      reached.push(element.shadowRoot?.activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? '')
    }
    equal(reached.join(' | '), '1 earlier update | 1 earlier update | TrackingPartial outage')
    ok(inside<HTMLDetailsElement>(element, '[part=components] details').open, 'what is troubled is open')
    await element.updateComplete
    inside(element, '[part=components] summary').focus()
    await sendKeys({ press: 'Enter' })
    await until(() => !inside<HTMLDetailsElement>(element, '[part=components] details').open, 'closed by Enter')
  })

  it('is the worst that the feed says, whatever it says of itself', async () => {
    const { element } = await statusOf({ ...well, incidents: [incident('Webhooks fail', { impact: 'major' })] })
    equal(element.state, 'major')
    equal(element.getAttribute('state'), 'major')
    equal(inside(element, '[role=status]').textContent?.trim(), 'Major disruption')
  })

  it('shows incidents, parts and maintenance, each with its state in words', async () => {
    const { element } = await statusOf(troubled)
    equal(texts(element, 'h2').join(), 'Incidents,Systems,Maintenance')
    const [first = '', ...others] = texts(element, '[part=notice]')
    ok(first.startsWith('Positions are late Identified · Minor impact · Since 1 hour ago Affects Positions'), first)
    equal(others.length, 3)
    equal(
      texts(element, '[part=component]').join(),
      'PositionsPartial outage,ForecastsPartial outage,DocumentsOperational',
    )
    ok(texts(element, '[part=notice]')[2]?.includes('In progress'), 'maintenance that is in progress comes first')
  })

  it('takes markup in a body for text, keeps its line ends, and links addresses', async () => {
    const body =
      '<p>Slow <b>exports</b>.<br />See <a href="https://a.example/x">here</a> &amp; https://b.example/y.</p>' +
      '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    const { element } = await statusOf({
      ...well,
      incidents: [incident('<i>Exports</i>', { incident_updates: [{ status: 'monitoring', body }] })],
    })
    const text = inside(element, '.text')
    equal(
      text.textContent,
      'Slow exports.\nSee here (https://a.example/x) & https://b.example/y.\n<img src=x onerror="document.title=1"><script>document.title=2</script>',
    )
    equal([...text.querySelectorAll('a')].map(({ href }) => href).join(), 'https://a.example/x,https://b.example/y')
    equal(text.children.length, 2)
    equal(texts(element, '[part=notice] > .state').join(), '<i>Exports</i>')
  })

  it('keeps what it has when the feed is empty, broken or down, and says how old that is', async () => {
    const { element, feed } = await statusOf(troubled)
    for (const broken of ['', '{"page":', '<!doctype html>', '{}', 'null']) {
      await feed.says(broken)
      await refreshed(element)
      equal(element.state, 'major')
      equal(texts(element, '[part=notice]').length, 4)
      equal(
        texts(element, '[part=stale]').join(),
        'This cannot be refreshed at the moment. It is what was read just now.Try again',
      )
    }
    await feed.says(well)
    inside(element, '[part=stale] button').click()
    await until(() => element.state === 'operational', 'what is new')
    await element.updateComplete
    equal(texts(element, '[part=stale]').length, 0)
  })

  it('says that nothing could be read yet, and reads again when asked to', async () => {
    const feed = new Feed()
    const element = await show<AftercareStatus>('aftercare-status', { feed: feed.url })
    await until(() => textOf(element).includes('cannot be read'), 'that nothing could be read')
    equal(element.state, undefined)
    await feed.says(well)
    inside(element, 'button').click()
    await until(() => element.state === 'operational', 'the state')
  })

  it('follows an outage by itself to its end, and says each change once', async () => {
    const { element, feed } = await statusOf(well, {}, { interval: 5 })
    const seen: string[] = []
    element.addEventListener('aftercare-status-changed', ({ state }) => seen.push(state))
    await feed.says(troubled)
    await until(() => seen.length > 0, 'the next state')
    for (const summary of [troubled, { ...well, incidents: [incident('Exports')] }, well]) {
      await feed.says(summary)
      await refreshed(element)
    }
    equal(seen.join(), 'major,minor,operational')
  })

  it('shows nothing of one feed under the address of another', async () => {
    const { element } = await statusOf(troubled)
    element.feed = new Feed().url
    await until(() => textOf(element).includes('cannot be read'), 'the other one')
    equal(element.state, undefined)
    equal(texts(element, '[part=notice]').length, 0)
  })

  it('is one line of one height as a badge and as a banner, whatever it says', async () => {
    for (const view of ['badge', 'banner'] as const) {
      const heights = new Set<number>()
      const loading = await show<AftercareStatus>('aftercare-status', { feed: new Feed().url, view })
      heights.add(loading.offsetHeight)
      for (const summary of [well, troubled]) heights.add((await statusOf(summary, {}, { view })).element.offsetHeight)
      equal(heights.size, 1, `${view}: ${[...heights]}`)
    }
    const { element } = await statusOf(troubled, {}, { view: 'banner' })
    equal(texts(element, 'summary.line').join(), 'Major disruptionPositions are late+2')
    inside(element, 'summary').click()
    equal(texts(element, '[part=notice]').length, 3)
    const badge = await statusOf(troubled, {}, { view: 'badge' })
    equal(inside<HTMLAnchorElement>(badge.element, 'a').href, 'https://status.tidewater.example/')
  })

  it('keeps free what it will need, so that nothing below moves', async () => {
    const element = await show<AftercareStatus>('aftercare-status', { feed: new Feed().url })
    ok(element.offsetHeight >= innerHeight, `${element.offsetHeight}`)
  })

  it('is read out in the language of the page', async () => {
    const { element } = await statusOf(troubled, { language: 'zh-CN' })
    equal(inside(element, '[role=status]').textContent?.trim(), '重大影响')
    ok(textOf(element).includes('始于1小时前'), textOf(element))
  })
})
