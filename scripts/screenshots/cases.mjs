// Tickets in every state that a customer can see one in, for each of the two people.
import { randomUUID } from 'node:crypto'
import { people } from '../../examples/quick-start/people.mjs'
import { postTo } from './post-to.mjs'

const hour = 60 * 60 * 1000
const at = (hours) => new Date(Math.ceil(Date.now() / hour) * hour + hours * hour).toISOString()

const texts = {
  en: {
    person: people.mara,
    subject: 'Containers of TW-48213 show no position since Sunday',
    description: 'The map stays empty for all 14 containers. The API answers with the last port only.',
    question: 'Which of the containers did you look at last? One number is enough.',
    third: 'The carrier has to send its positions once more.',
    progress: 'We found the gap in the carrier’s feed and are filling it from their archive.',
    reply: 'Thank you for the numbers. I look into it now, and will write again within two hours.',
    workaround: 'Until then: the container’s own page shows the position, from another source.',
    fix: 'The feed is read again from its last good message after every break.',
    visit: 'To look at your firewall’s list together.',
    report: 'We added 203.0.113.84 to the list and saw twelve deliveries in a row arrive.',
    summary: {
      solution: 'All 14 containers show their positions again, the missing two days included.',
      cause: 'The carrier’s feed broke off on Sunday and was not taken up where it ended.',
      prevention: 'The feed is resumed at its last message, and an alert tells us after ten minutes.',
    },
    rejected: 'Two of them still stand at the quay: MSKU 482119-0 and MSKU 482124-7.',
    long: 'Containers of bookings TW-48213, TW-48219 and TW-48230 show no position since Sunday night, the timeline stops at “gate in”, and the carrier’s own site has all of them off Skagen',
  },
  'zh-CN': {
    person: people.siyuan,
    subject: 'TW-48213 的集装箱自周日起没有位置信息',
    description: '14 个集装箱在地图上都没有显示，接口只返回上一个港口。',
    question: '您最后查看的是哪个集装箱？提供一个箱号即可。',
    third: '需要船公司重新发送位置数据。',
    progress: '已找到船公司数据的缺口，正在从其存档中补齐。',
    reply: '感谢您提供箱号。我现在开始排查，两小时内再次回复您。',
    workaround: '在此之前，可在集装箱详情页查看位置，该页使用其他数据来源。',
    fix: '数据中断后，系统将从最后一条有效消息处继续读取。',
    visit: '与您一起核对防火墙的放行名单。',
    report: '已将 203.0.113.84 加入名单，随后连续 12 次推送均成功。',
    summary: {
      solution: '14 个集装箱的位置均已恢复显示，缺失的两天数据也已补齐。',
      cause: '船公司的数据在周日中断，恢复后未从断点继续。',
      prevention: '系统改为从断点继续读取，中断超过 10 分钟即告警。',
    },
    rejected: '还有两个箱子停在码头：MSKU 482119-0 和 MSKU 482124-7。',
    long: 'TW-48213、TW-48219 和 TW-48230 三票货的集装箱自周日夜间起没有位置信息，时间线停在“进港”，而船公司网站显示它们都已驶过斯卡恩，请尽快协助核对',
  },
}

/**
 * Raises them on a running world.
 *
 * @returns Ids of tickets, by language and state.
 */
export async function raiseCases(world) {
  const post = postTo(world)
  const found = {}
  for (const [locale, say] of Object.entries(texts)) {
    const token = await world.customerToken(say.person)
    const raise = async (subject = say.subject) => {
      const id = randomUUID()
      const impact = { scope: 'everyone', hindrance: 'blocked' }
      const { description } = say
      await post(token, '/tickets', { id, type: 'incident', subject, description, attachments: [], locale, impact })
      return id
    }
    const act = (id, action, by = world.staffKey) => post(by, `/tickets/${id}/actions`, { id: randomUUID(), action })
    const reply = (id, body = say.reply, by = world.staffKey) =>
      post(by, `/tickets/${id}/messages`, { id: randomUUID(), body, attachments: [] })
    const worked = async (subject) => {
      const id = await raise(subject)
      await act(id, { action: 'claim' })
      await reply(id)
      return id
    }
    const solved = async () => {
      const id = await worked()
      await act(id, { action: 'resolve', ...say.summary })
      return id
    }

    const ids = { new: await raise(), resolved: await solved(), long: await worked(say.long) }
    ids.progress = await worked()
    await act(ids.progress, { action: 'progress', text: say.progress })
    const workaround = { state: 'available', date: at(-1), text: say.workaround }
    await act(ids.progress, { action: 'set_workaround', fix: workaround })
    await act(ids.progress, { action: 'set_permanent_fix', fix: { state: 'planned', date: at(72), text: say.fix } })
    ids.waiting = await worked()
    await act(ids.waiting, { action: 'wait_for_requester', reason: say.question })
    ids.third = await worked()
    await act(ids.third, { action: 'wait_for_third_party', reason: say.third })
    ids.rejected = await solved()
    await act(ids.rejected, { action: 'reject', reason: say.rejected }, token)
    ids.visit = await worked()
    const visit = randomUUID()
    const slots = [
      { from: at(24), to: at(25) },
      { from: at(29), to: at(30) },
      { from: at(50), to: at(51) },
    ]
    await act(ids.visit, { action: 'offer_visit', visit, mode: 'remote', purpose: say.visit, slots })
    ids.report = await worked()
    const other = randomUUID()
    await act(ids.report, { action: 'offer_visit', visit: other, mode: 'on_site', purpose: say.visit, slots })
    await act(ids.report, { action: 'accept_visit', visit: other, slot: 0 }, token)
    await act(ids.report, { action: 'start_visit', visit: other })
    await act(ids.report, { action: 'report_visit', visit: other, report: say.report })
    ids.closed = await solved()
    await act(ids.closed, { action: 'verify' }, token)
    ids.withdrawn = await raise()
    await act(ids.withdrawn, { action: 'withdraw' }, token)
    ids.merged = await raise()
    await act(ids.merged, { action: 'merge', into: ids.progress })
    found[locale] = ids
  }
  return found
}
