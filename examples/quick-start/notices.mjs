// What Tidewater has to say of itself: the next maintenance, four days from now.
const hour = 60 * 60 * 1000

/** Always the same: what was announced before is not announced again. */
const id = '5f0c2f4e-7a3d-4c55-9a6e-2d1b8c7e9f10'

/** Announces it as a lead does, over HTTP. */
export async function announce(world, now = Date.now()) {
  const from = Math.ceil(now / hour) * hour + 96 * hour
  const at = (hours) => new Date(from + hours * hour).toISOString()
  const notice = {
    ...{ id, kind: 'maintenance', impact: 'minor', targetVersion: '4.3' },
    ...{ window: { from: at(0), until: at(2) }, components: [{ component: 'interfaces', state: 'under_maintenance' }] },
    text: {
      en: {
        title: 'Version 4.3 of the interfaces',
        body: 'Bookings can be read all the time. What your systems send during the two hours is kept and taken afterwards, in order.',
        preparation: ['Allow for retries after a 503.'],
      },
      'zh-CN': {
        title: '接口升级至 4.3 版',
        body: '升级期间仍可查询订舱。这两小时内贵方系统发送的数据会被保留，并在升级后按顺序处理。',
        preparation: ['请确保收到 503 后会重试。'],
      },
    },
  }
  const answer = await world.server.fetch(
    new Request('http://tidewater.example/support/status/notices', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${world.staffKeys.lead}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify(notice),
    }),
  )
  // Announced when the example was started before.
  if (!answer.ok && answer.status !== 409) throw new Error(`The maintenance was not announced: ${await answer.text()}`)
}
