import type { CloseReason } from '@aftercare/protocol'
import type { TimelineWords } from './case-words.ts'
import type { EvenMoreWords } from './words.ts'
import tickets from './zh-cn-tickets.ts'

const { statuses } = tickets
const priorities = { critical: '紧急', high: '重要', normal: '一般', low: '低' }
const clocks = { first_response: '首次响应', next_response: '后续响应', resolution: '解决' }
const quoted = (text: string): string => `“${text}”`
const number = (of: { readonly number: number }): string => `#${of.number}`
const level = (priority: keyof typeof priorities | null): string => (priority ? priorities[priority] : '未定')
const relations = {
  related: '相关工单',
  duplicate: '重复工单',
  parent: '上级工单',
  child: '下级工单',
  caused_by: '起因工单',
}
const causes = {
  defect: '程序缺陷',
  configuration: '配置问题',
  hardware_or_network: '硬件或网络',
  misuse: '使用不当',
  third_party: '第三方原因',
}
const members: Readonly<Record<string, string>> = {
  subject: '标题',
  description: '描述',
  fields: '填写项',
  impact: '影响范围',
}

const timeline: TimelineWords = {
  raised({ channel, onBehalfOf }, { who, person }) {
    const ways = { email: '通过邮件', chat: '通过在线会话', phone: '通过电话', visit: '在现场' } as const
    const way = channel in ways ? ways[channel as keyof typeof ways] : ''
    return `${who}${onBehalfOf ? `代${person(onBehalfOf)}` : ''}${way}提交了工单`
  },
  sorted: ({ priority, reason }, { text }) => `优先级定为${text(reason) || level(priority)}`,
  triaged: ({ priority }, { who }) => `${who}受理了工单${priority ? `，优先级为${level(priority)}` : ''}`,
  priority_changed: ({ from, to }, { who }) => `${who}将优先级由${level(from)}调整为${level(to)}`,
  type_changed: (_, { who }) => `${who}调整了工单类型`,
  assigned: ({ assignee, actor }, { who, person }) =>
    !assignee
      ? '工单已退回服务团队'
      : assignee.id === actor?.id
        ? `${who}接手了工单`
        : `${who}将工单分派给${person(assignee)}`,
  status_changed({ to }, { who, own, staff }) {
    switch (to) {
      case 'triaged':
        return `${who}受理了工单`
      case 'in_progress':
        return own && !staff ? '工单继续处理' : `${who}开始处理`
      case 'waiting_on_requester':
        return staff ? `${who}请提单人补充信息` : `${who}请您补充信息`
      case 'waiting_on_third_party':
        return `${who}正在等待第三方`
      default:
        return `状态变更为${quoted(statuses[to])}`
    }
  },
  replied: (_, { who }) => `${who}回复了`,
  progressed: (_, { who }) => `${who}更新了进展`,
  date_named: ({ date }, { who, at }) => `${who}给出了解决时间：${at(date)}`,
  workaround: ({ state, date }, { who, at }) =>
    state === 'planned'
      ? `${who}计划${date ? `于${at(date)}` : ''}提供临时解决方案`
      : state === 'available'
        ? `${who}提供了临时解决方案`
        : `${who}撤回了临时解决方案`,
  permanent_fix: ({ state, date }, { who, at }) =>
    state === 'planned'
      ? `${who}计划${date ? `于${at(date)}` : ''}提供永久解决方案`
      : state === 'available'
        ? `${who}提供了永久解决方案`
        : `${who}撤回了永久解决方案`,
  resolved: (_, { who }) => `${who}提交了解决结果`,
  rejected: (_, { who }) => `${who}反馈问题尚未解决`,
  reopened: (_, { who }) => `${who}重新打开了工单`,
  corrected: ({ changed }, { who, list }) => `${who}更正了${list(changed.map((name) => members[name] ?? name))}`,
  closure_announced: ({ closesAt }, { at }) => `如无回复，工单将于${at(closesAt)}关闭`,
  closed({ reason, into }, { who }) {
    const how: Readonly<Record<CloseReason, string>> = {
      verified: `${who}确认问题已解决`,
      silence: '因未收到回复，工单已关闭',
      merged: into ? `工单已并入${number(into)}` : '工单已并入其他工单',
      withdrawn: `${who}撤回了工单`,
      spam: '工单因属于无关邮件而关闭',
    }
    return how[reason]
  },
  merged_in: ({ ticket }) => `${number(ticket)}已并入本工单`,
  watcher_added: ({ person: added, actor }, { who, person }) =>
    added.id === actor?.id ? `${who}开始关注工单` : `${who}添加了关注人${person(added)}`,
  watcher_removed: ({ person: removed, actor }, { who, person }) =>
    removed.id === actor?.id ? `${who}不再关注工单` : `${who}移除了关注人${person(removed)}`,
  visit_offered: ({ mode }, { who }) => `${who}提议${mode === 'remote' ? '远程协助' : '上门服务'}`,
  visit_accepted: ({ slot }, { who, span }) => `${who}选定了时间：${span(slot)}`,
  visit_started: ({ mode }, { who }) => `${who}开始了${mode === 'remote' ? '远程协助' : '上门服务'}`,
  visit_stopped: (_, { who }) => `${who}结束了服务`,
  visit_reported: (_, { who }) => `${who}提交了服务报告`,
  visit_signed: ({ name }) => `${name}签署了服务报告`,
  breached: ({ clock }) => `已超过承诺时间：${clocks[clock]}`,
  service_changed: ({ version }) => `此后适用服务条款版本${version}`,

  noted: (_, { who }) => `${who}添加了内部备注`,
  routed: ({ team }) => (team ? `已分派至团队${team}` : '没有规则指定团队'),
  team_changed: ({ to }, { who }) => (to ? `${who}转交至团队${to}` : `${who}取消了所属团队`),
  analysed: ({ cause }, { who }) => `${who}进行了分析${cause ? `，疑似原因：${causes[cause]}` : ''}`,
  linked: ({ ticket, relation }, { who }) => `${who}关联了${number(ticket)}（${relations[relation]}）`,
  unlinked: ({ ticket }, { who }) => `${who}取消了与${number(ticket)}的关联`,
  task_added: ({ title }, { who }) => `${who}添加了子任务${quoted(title)}`,
  task_finished: ({ title }, { who }) => `${who}完成了子任务${quoted(title)}`,
  task_returned: ({ title, team }) =>
    team ? `子任务${quoted(title)}已转至团队${team}` : `子任务${quoted(title)}已无人负责`,
  article_drafted: ({ title }) => `已生成知识库文章草稿：${quoted(title)}`,
  escalated: ({ clock, share }) => `已用时${(share * 100).toLocaleString('zh-CN')}%，自动上报：${clocks[clock]}`,
}

const words: EvenMoreWords = {
  service: '系统',
  someone: '某位同事',
  youAsObject: '您',
  comma: '，',
  ticket: '工单',
  priority: (name) => `优先级：${name}`,
  priorities,
  nobodyYet: '尚未分派',

  next: {
    answer: '等待我们响应',
    work: '我们正在处理',
    you: '等待您回复',
    slot: '请您选择服务时间',
    sign: '请您签署服务报告',
    check: '请您确认是否已解决',
    third: '等待第三方',
    thirdHelp: '收到第三方的消息后，我们会立即告知您。',
    requester: '等待提单人回复',
    requesterCheck: '等待提单人验证',
    by: (clock, when) => `承诺于${when}前${clock}`,
    late: (clock, when) => `原承诺于${when}前${clock}，现已超时，我们仍在处理。`,
    undated: '解决时间将由服务人员告知。',
    paused: '在此期间，承诺时间暂停计时。',
  },
  closedTitles: {
    verified: '已关闭：您已确认解决',
    silence: '已关闭：未收到回复',
    merged: '本工单已并入其他工单',
    withdrawn: '已关闭：工单已撤回',
    spam: '已关闭',
  },
  goesOn: (ticket) => `后续处理请见${ticket}。`,
  openOther: (ticket) => `打开${ticket}`,

  promises: '服务承诺',
  clocks,
  states: {
    running: '计时中',
    paused: '暂停计时',
    met: '按时完成',
    breached: '超时',
    undated: '时间待定',
    dropped: '不再计时',
  },
  dueBy: (when) => `截止时间：${when}`,
  left: (time) => `还剩${time}`,
  leftOpen: (time) => `还剩${time}（按服务时间计）`,
  over: (time) => `已超${time}`,
  doneAt: (when) => `完成于${when}`,
  early: (time) => `提前${time}`,
  wasDue: (when) => `原截止时间：${when}`,
  pausedSince: (when) => `自${when}起`,
  because: {
    waiting_on_requester: '等待您回复期间不计时',
    waiting_on_third_party: '等待第三方期间不计时',
  },
  becauseStaff: '等待提单人回复期间不计时',
  undatedHelp: '解决时间将由服务人员告知。',
  earlierPromises: '此前的承诺',
  beyondData: '该年度的节假日尚未公布，时间可能调整。',
  units: { lessThanMinute: '不到1分钟' },

  handshake: {
    title: '问题解决了吗？',
    help: '请您验证后告诉我们。经您确认，我们才会关闭工单。',
    closesAt: (when) => `如未收到您的回复，工单将于${when}关闭。`,
    yes: '已解决',
    no: '尚未解决',
    reason: '哪里还有问题？',
    reasonHelp: '我们会立即重新处理，解决时限重新计算。',
    reasonRequired: '请说明哪里还有问题。',
    send: '提交并重新打开',
    back: '返回',
    replyOpens: '回复后，工单将重新打开。',
  },
  reopen: {
    title: '问题又出现了？',
    help: (when) => `${when}前，您可以重新打开该工单。`,
    open: '重新打开',
    reason: '重新打开的原因',
    reasonRequired: '请填写原因。',
    send: '重新打开工单',
  },
  withdraw: {
    open: '撤回工单…',
    title: '确定撤回工单？',
    help: '撤回后工单将关闭，不再处理。',
    reason: '原因',
    send: '撤回',
  },
  correct: {
    open: '更正工单…',
    title: '更正工单',
    send: '保存更正',
    nothing: '内容没有变化。',
  },
  menu: '更多',
  cancel: '取消',
  tooLongBy: (over) => `超出${over}个字。`,
  onItsWay: (what) => `${what}正在提交`,
  wasRefused: (what) => `${what}未能提交`,
  pending: {
    verify: '您的确认',
    reject: '您的反馈“尚未解决”',
    reopen: '重新打开的请求',
    withdraw: '撤回请求',
    watch: '关注人的变更',
    unwatch: '关注人的变更',
    accept_visit: '您选定的时间',
    sign_visit: '您的签名',
    correction: '您的更正',
    other: '变更',
  },
  refused: {
    action_not_possible: '工单状态已变化，无法再执行此操作。',
    ticket_closed: '工单已关闭。',
    reopen_window_over: '工单关闭已久，无法重新打开，请提交新工单。',
    precondition_failed: '他人已修改同一内容，请查看后重新更正。',
  },

  fixes: '解决方案',
  workaround: '临时解决方案',
  permanentFix: '永久解决方案',
  fixState: {
    planned: (when) => (when ? `计划于${when}提供` : '计划中'),
    available: (when) => (when ? `${when}起可用` : '已可用'),
    withdrawn: () => '已撤回',
  },
  solvedHow: '处理结果',
  cause: '原因',
  solution: '解决办法',
  prevention: '预防措施',

  visits: '上门与远程服务',
  modes: { remote: '远程协助', on_site: '上门服务' },
  visitStates: {
    offered: '请选择时间',
    accepted: '已约定',
    started: '进行中',
    stopped: '已结束，待出具报告',
    reported: '报告待您签字',
    signed: '已签字',
  },
  visitStatesStaff: { offered: '已提议', reported: '报告待签字' },
  chooseSlot: '选择时间',
  slotRequired: '请选择一个时间。',
  accept: '确认该时间',
  acceptHelp: '确认即表示您同意进行远程协助。',
  signName: '签署人姓名',
  signRequired: '请填写姓名。',
  sign: '签署报告',
  signedBy: (name, when) => `${name}于${when}签署`,

  followers: '关注人',
  onlyYou: '暂无其他人关注该工单。',
  stopFollowing: '取消关注',
  addColleague: '添加同事…',
  colleague: '同事',
  addFollower: '添加',
  noColleagues: '暂无其他同事使用过本系统。',
  removeFollower: (name) => `移除${name}`,
  yourself: (name) => `${name}（您）`,

  history: '处理进度',
  earlierEntries: '显示更早的记录',
  allEntries: (many) => `显示全部${many}条`,
  fewerEntries: '收起',
  said: { verify: '感谢您的确认。', rejected: '我们会重新处理。' },
  timeline,
}

export default words
