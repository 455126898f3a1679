/** Who appears in the seeded conversations, by the names below. */
export type SeedPerson = 'mara' | 'siyuan' | 'ines' | 'linxiao'

export interface SeedMessage {
  readonly by: SeedPerson
  /** Minutes before the first start of the world. */
  readonly ago: number
  readonly body: string
  readonly kind?: 'internal_note'
}

export interface SeedTicket {
  readonly by: 'mara' | 'siyuan'
  readonly ago: number
  readonly type: string
  readonly subject: string
  readonly description: string
  readonly attachment?: { readonly name: string; readonly mediaType: string; readonly text: (now: number) => string }
  readonly messages: readonly SeedMessage[]
}

const hours = (count: number): number => count * 60
const days = (count: number): number => count * 24 * 60

/** Two nights of deliveries, the last of them the night before the ticket. */
function deliveryLog(now: number): string {
  const at = (daysAgo: number, time: string) =>
    `${new Date(now - days(daysAgo) * 60_000).toISOString().slice(0, 10)}T${time}Z`
  const post = 'POST https://hooks.nordkai.example/tidewater'
  return `${at(6, '01:12:04.118')} ${post} container.gate_in 504 10002 ms
${at(6, '01:12:34.402')} ${post} container.gate_in 504 10001 ms (retry 1)
${at(6, '01:13:34.977')} ${post} container.gate_in 200 212 ms (retry 2)
${at(5, '02:40:51.330')} ${post} booking.confirmed 504 10001 ms
${at(5, '02:41:21.604')} ${post} booking.confirmed 200 187 ms (retry 1)
`
}

/** Tidewater is a shipping console: bookings, containers, customs documents, tracking, webhooks. It is invented. */
export const seedTickets: readonly SeedTicket[] = [
  {
    by: 'mara',
    ago: days(6) + 130,
    type: 'incident',
    subject: 'Container MSKU 482119-0 shows no position since Tuesday',
    description:
      'The container left Gothenburg on Monday evening. The tracking map has shown it at the quay ever since, and the ' +
      'timeline stops at "gate in". The carrier’s own site has it off Skagen.\n\nBooking TW-20388, four other containers ' +
      'of the same booking move as they should.',
    messages: [
      {
        by: 'ines',
        ago: days(6) + 84,
        body:
          'Thank you, the booking number made this quick. The carrier sends this one container under its old prefix, so ' +
          'its positions reach us but find no container to belong to.\n\nI have linked the two by hand. Could you look ' +
          'whether the map is right on your side now?',
      },
      { by: 'mara', ago: days(6) + 61, body: 'It is. Off Skagen, and the missing three days are there as well.' },
      {
        by: 'ines',
        ago: days(5) + 1190,
        body:
          'Good. From tomorrow’s release on, a container that was renamed keeps its history by itself, so you will not ' +
          'have to tell us about the next one.',
      },
    ],
  },
  {
    by: 'siyuan',
    ago: days(5) + 310,
    type: 'incident',
    subject: '报关单 PDF 上的收货人仍是修改前的公司',
    description:
      '订舱号 TW-20417。周一我们在系统里把收货人改成了“恒泰物流（宁波）有限公司”，页面显示正确，' +
      '但重新生成的报关单 PDF 里还是原来的公司名称。\n\n明天上午 10 点前需要向海关提交，请尽快帮忙处理。',
    messages: [
      {
        by: 'linxiao',
        ago: days(5) + 268,
        body:
          '陈先生，您好。我们已经确认：修改收货人之后，PDF 仍使用了缓存中的旧版本。\n\n' +
          '我已为 TW-20417 重新生成报关单，请您在“单证”页面下载 15:42 之后的版本，核对无误后即可提交。',
      },
      { by: 'siyuan', ago: days(5) + 251, body: '下载核对过了，收货人正确，已经提交。其他订舱会不会也有同样的问题？' },
      {
        by: 'linxiao',
        ago: days(5) + 215,
        body:
          '我们检查了贵公司近 30 天内修改过收货人的全部订舱，共 3 票，另外 2 票尚未报关，单证也已一并重新生成。\n\n' +
          '程序修复将于本周四上线，之后修改收货人会自动更新单证。',
      },
    ],
  },
  {
    by: 'mara',
    ago: days(4) + 220,
    type: 'incident',
    subject: 'Webhook deliveries time out at night',
    description:
      'Between one and three in the morning about every tenth delivery to our endpoint ends with a 504 after ten seconds. ' +
      'A retry gets through, but our planners see the gate-in half an hour late.\n\nOur own logs show no request at that ' +
      'time. The delivery log is attached.',
    attachment: { name: 'webhook-deliveries.log', mediaType: 'text/plain', text: deliveryLog },
    messages: [
      {
        by: 'linxiao',
        ago: days(4) + 171,
        kind: 'internal_note',
        body: 'All of the 504s leave through the second egress address. It is missing from what we publish for allow-lists.',
      },
      {
        by: 'linxiao',
        ago: days(4) + 150,
        body:
          'We found a difference between the deliveries that fail and those that do not: the failing ones come from ' +
          '203.0.113.84, an address we brought into service this month. Does your firewall have a list of ours?',
      },
      {
        by: 'mara',
        ago: days(3) + 1300,
        body: 'It does, and only 203.0.113.17 is on it. I have asked our network team to add the other one tonight.',
      },
      {
        by: 'linxiao',
        ago: days(3) + 560,
        body:
          'Since 22:10 every delivery has got through at the first attempt, 412 of them. The new address is now in the ' +
          'documentation, and you will hear from us two weeks ahead when the next one comes.',
      },
    ],
  },
  {
    by: 'mara',
    ago: days(3) + 95,
    type: 'question',
    subject: 'Can a second person be asked to approve a booking?',
    description:
      'Bookings above 50 000 euros need two signatures here. Is there a way to have Tidewater wait for the second one ' +
      'before the booking goes to the carrier?',
    messages: [
      {
        by: 'ines',
        ago: days(3) + 40,
        body:
          'There is: Settings → Bookings → Approval. Set "approvals needed" to 2 and the amount from which it counts. The ' +
          'booking then waits under "to be approved", and whoever raised it cannot be the second one.',
      },
    ],
  },
  {
    by: 'siyuan',
    ago: days(2) + 400,
    type: 'training',
    subject: '希望为新入职的操作员安排一次线上培训',
    description:
      '12 月初我们有 6 位新同事入职，主要负责订舱和单证。希望安排一次约 90 分钟的线上培训，' +
      '内容包括：新建订舱、批量导入集装箱、单证打印和常见报错的处理。',
    messages: [
      {
        by: 'linxiao',
        ago: days(2) + 320,
        body:
          '可以安排。12 月 3 日（周四）14:00 或 12 月 4 日（周五）9:30，您看哪个时间更合适？\n\n' +
          '培训会使用贵公司的测试环境，请提前把 6 位同事的姓名和邮箱发给我们，我们来开通账号。',
      },
      { by: 'siyuan', ago: days(1) + 1180, body: '12 月 3 日下午可以。名单稍后发给您。' },
    ],
  },
  {
    by: 'mara',
    ago: days(1) + 840,
    type: 'billing',
    subject: 'Invoice 2026-1043 counts one seat too many',
    description:
      'The invoice for November lists 15 seats. We gave one back on 29 October, the confirmation is from the same day. ' +
      'Could you correct it before our payment run on Friday?',
    messages: [
      {
        by: 'ines',
        ago: days(1) + 610,
        body:
          'You are right, the seat was given back in time. Accounting is issuing a corrected invoice for 14 seats; it will ' +
          'be with you tomorrow. Please disregard 2026-1043.',
      },
    ],
  },
  {
    by: 'siyuan',
    ago: hours(22),
    type: 'question',
    subject: '一票多箱时，能否批量提交提箱预约？',
    description: '我们有一票货共 18 个集装箱，目前只能逐个提交提箱预约。是否有批量提交的方法，或者可以通过接口提交？',
    messages: [],
  },
  {
    by: 'mara',
    ago: hours(6) + 25,
    type: 'customization',
    subject: 'A column for the last free day on the container list',
    description:
      'Our planners sort by the last free day before demurrage starts, and keep it in a spreadsheet beside Tidewater. ' +
      'You have the date on the container’s page. Could it be a column of the list, sortable, and in the CSV export?',
    messages: [],
  },
  {
    by: 'siyuan',
    ago: hours(3) + 10,
    type: 'data_request',
    subject: '导出 2026 年第三季度的全部订舱记录',
    description:
      '年度审计需要 2026 年 7 月 1 日至 9 月 30 日的全部订舱记录，包含订舱号、起运港、目的港、箱型箱量和费用。' +
      '页面导出每次最多 500 条，能否由您那边一次性导出为 CSV？',
    messages: [
      {
        by: 'linxiao',
        ago: hours(2) + 5,
        body:
          '收到。该时间段内共有 2,316 条记录，我们会导出为一个 CSV 文件（UTF-8 编码），今天内上传到本工单。\n\n' +
          '请确认：费用列需要原币种金额，还是统一折算为人民币？',
      },
    ],
  },
  {
    by: 'mara',
    ago: 48,
    type: 'suggestion',
    subject: 'Let the tracking map remember its filters',
    description:
      'Every morning I choose the same three carriers and "arriving this week". It would save a minute a day, for each of ' +
      'us, if the map opened as I left it.',
    messages: [],
  },
]
