import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { overallState, plainText, readSummary } from '@aftercare/protocol/status'

const page = { id: 'p', name: 'Tidewater', url: 'https://status.tidewater.example' }
const well = { page, components: [], incidents: [], scheduled_maintenances: [], status: { indicator: 'none' } }
const incident = (more: object) => ({
  id: 'i',
  name: 'Slow exports',
  status: 'investigating',
  impact: 'minor',
  ...more,
})

describe('the overall state', () => {
  const known = { indicator: 'none', components: [], incidents: [], maintenances: [] }

  it('is what the feed says of itself where nothing else is known', () => {
    assert.equal(overallState(known), 'operational')
    assert.equal(overallState({ ...known, indicator: 'maintenance' }), 'maintenance')
    assert.equal(overallState({ ...known, indicator: 'critical' }), 'critical')
  })

  it('is the worst of what is said anywhere', () => {
    const worse = { components: [{ status: 'major_outage' }], incidents: [{ impact: 'critical' }] }
    assert.equal(overallState({ ...known, ...worse }), 'critical')
    assert.equal(overallState({ ...known, ...worse, incidents: [{ impact: 'minor' }] }), 'major')
    assert.equal(
      overallState({ ...known, indicator: 'major', components: [{ status: 'degraded_performance' }] }),
      'major',
    )
    assert.equal(overallState({ ...known, maintenances: [{ status: 'verifying' }] }), 'maintenance')
  })

  it('is not well while an incident is open, though it is said to have no impact', () => {
    assert.equal(overallState({ ...known, incidents: [{ impact: 'none' }] }), 'notice')
    assert.equal(overallState({ ...known, incidents: [{ impact: 'of a kind that is not known' }] }), 'notice')
  })

  it('takes nothing from maintenance that is to come, nor from words that it does not know', () => {
    assert.equal(overallState({ ...known, maintenances: [{ status: 'scheduled' }] }), 'operational')
    assert.equal(
      overallState({ ...known, indicator: 'toString', components: [{ status: '__proto__' }] }),
      'operational',
    )
  })
})

describe('a summary', () => {
  it('that is none is not read', () => {
    for (const none of [undefined, null, '', 'maintenance page', 3, [], {}, { page }, { page: null, components: [] }])
      assert.equal(readSummary(none), undefined, JSON.stringify(none))
  })

  it('may say no more than status.json does', () => {
    const summary = readSummary({ page, status: { indicator: 'minor', description: 'Minor' } })
    assert.equal(summary?.state, 'minor')
    assert.deepEqual(summary.components, [])
  })

  it('shows what is open, the newest first, and of maintenance what is in progress before what comes next', () => {
    const window = (from: string) => ({
      scheduled_for: from,
      scheduled_until: from.replace('T0', 'T1'),
      impact: 'maintenance',
    })
    const summary = readSummary({
      ...well,
      incidents: [
        incident({ id: 'old', started_at: '2026-03-01T09:00:00Z' }),
        incident({ id: 'over', status: 'resolved' }),
        incident({ id: 'told', status: 'postmortem' }),
        incident({ id: 'new', started_at: '2026-03-02T09:00:00Z' }),
      ],
      scheduled_maintenances: [
        { id: 'later', status: 'scheduled', ...window('2026-03-09T01:00:00Z') },
        { id: 'next', status: 'scheduled', ...window('2026-03-08T01:00:00Z') },
        { id: 'now', status: 'in_progress', ...window('2026-03-02T01:00:00Z') },
        { id: 'done', status: 'completed', ...window('2026-03-01T01:00:00Z') },
      ],
    })
    assert.deepEqual(
      summary?.incidents.map(({ id }) => id),
      ['new', 'old'],
    )
    assert.deepEqual(
      summary.maintenances.map(({ id }) => id),
      ['now', 'next', 'later'],
    )
    assert.equal(summary.maintenances[0]?.until, Date.UTC(2026, 2, 2, 11))
    assert.equal(summary.state, 'minor')
  })

  it('is read as far as it is understood: what is missing or of another kind takes nothing else with it', () => {
    const summary = readSummary({
      ...well,
      page: { name: 7, url: 'javascript:alert(1)' },
      components: [
        null,
        'a',
        { id: 1, name: 'Exports', status: 'on fire' },
        { name: 'Search', status: 'major_outage' },
      ],
      incidents: [incident({ incident_updates: [{ body: 5, created_at: 'tomorrow' }, null], components: 'all' }), []],
      scheduled_maintenances: { none: true },
    })
    assert.equal(summary?.name, '')
    assert.equal(summary.url, '')
    assert.deepEqual(
      summary.components.map(({ name, status }) => [name, status]),
      [
        ['Exports', 'unknown'],
        ['Search', 'major_outage'],
      ],
    )
    assert.deepEqual(summary.incidents[0]?.updates, [{ id: '', status: '', body: '', at: undefined }])
    assert.equal(summary.state, 'major')
  })

  it('leaves out parts that are shown only while they are not well', () => {
    const part = (status: string) => ({ id: status, name: status, status, only_show_if_degraded: true })
    const summary = readSummary({ ...well, components: [part('operational'), part('partial_outage')] })
    assert.deepEqual(
      summary?.components.map(({ id }) => id),
      ['partial_outage'],
    )
  })
})

describe('a body', () => {
  const text = (body: string) => plainText(body).join('')

  it('of plain text stays as it was written', () => {
    for (const body of [
      'Back at 12:00 UTC.',
      'a < b && c > d',
      'Set <name> to 3 < 4',
      'One\n\nTwo',
      'AT&T;',
      '错误 < 3 次',
    ])
      assert.equal(text(body), body)
  })

  it('with markup keeps line ends, points and addresses', () => {
    assert.equal(text('<p>One</p><p>Two<br/>Three</p>'), 'One\nTwo\nThree')
    assert.equal(text('<ul><li>One</li>\n<li class="x">Two</li></ul>'), '• One\n• Two')
    assert.equal(
      text('See <a class=x href="https://a.example/?x=1&amp;y=2">here</a>.'),
      'See here (https://a.example/?x=1&y=2).',
    )
    assert.equal(text("<a href='https://a.example/'>https://a.example/</a>"), 'https://a.example/')
    assert.equal(text('It&#39;s &quot;down&quot; &lt;again&gt;&nbsp;&amp;amp;'), 'It\'s "down" <again> &amp;')
  })

  it('has a web address in every second piece', () => {
    assert.deepEqual(plainText('At https://a.example/x, (http://b.example/y). javascript:alert(1)'), [
      'At ',
      'https://a.example/x',
      ', (',
      'http://b.example/y',
      '). javascript:alert(1)',
    ])
    assert.deepEqual(plainText('详见https://a.example/状态。谢谢'), ['详见', 'https://a.example/状态', '。谢谢'])
  })

  it('is read in no time, however hostile', () => {
    const bodies = [
      '<a ',
      '<a href=',
      '<a href="https:',
      '<li',
      '</p',
      '&#',
      '<',
      'http://',
      'https://.',
      ' href=',
      '<br',
    ]
    const began = performance.now()
    for (const piece of bodies) text(piece.repeat(100_000))
    for (const piece of bodies) text(`${piece}${' '.repeat(100_000)}`)
    assert.ok(performance.now() - began < 1000, `${Math.round(performance.now() - began)} ms`)
  })
})
