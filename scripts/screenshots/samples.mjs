// A conversation with several answers for each of the two people, so that there is something to see.
import { randomUUID } from 'node:crypto'
import { people } from '../../examples/quick-start/people.mjs'
import { postTo } from './post-to.mjs'

const conversations = {
  en: {
    person: people.mara,
    subject: 'Customs: the export declaration for TW-48213 is refused',
    description:
      'Gothenburg to Ningbo, two 40 ft high cubes. The declaration comes back with code 1203 although the commodity code is unchanged since last month.',
    messages: [
      [
        'agent',
        'Thank you, I have it in front of me. The tariff was split on the first of the month, so the old code is no longer complete.',
      ],
      ['note', 'Third one this week; the tariff import of the 1st has a gap. Told the data team.'],
      ['requester', 'That would explain it. Which digits do we need?'],
      [
        'agent',
        'Please use 8708 29 90 with the suffix 10. I have corrected it in your product list as well, so the next booking takes it by itself.\n\nYou can send the declaration again now.',
      ],
    ],
  },
  'zh-CN': {
    person: people.siyuan,
    subject: 'TW-51877 的报关单被退回',
    description: '青岛至鹿特丹，两个 40 英尺高箱。商品编码与上月相同，但申报返回代码 1203。',
    messages: [
      ['agent', '您好，已看到退回的申报。税则本月 1 日有拆分，原编码已不完整。'],
      ['note', '本周第三起，1 日的税则导入有遗漏，已告知数据组。'],
      ['requester', '明白了。应该补哪几位？'],
      ['agent', '请使用 8708 29 90，后缀 10。商品清单中也已更正，下次订舱会自动带出。\n\n现在可以重新申报。'],
    ],
  },
}

/**
 * Raises them on a running world.
 *
 * @returns The id of the ticket, by language.
 */
export async function raiseSamples(world) {
  const post = postTo(world)
  const ids = {}
  for (const [locale, { person, subject, description, messages }] of Object.entries(conversations)) {
    const id = randomUUID()
    const token = await world.customerToken(person)
    await post(token, '/tickets', { id, type: 'incident', subject, description, attachments: [], locale })
    for (const [who, body] of messages) {
      const kind = who === 'note' ? { kind: 'internal_note' } : {}
      const author = who === 'requester' ? token : world.staffKey
      await post(author, `/tickets/${id}/messages`, { id: randomUUID(), body, attachments: [], ...kind })
    }
    ids[locale] = id
  }
  return ids
}
