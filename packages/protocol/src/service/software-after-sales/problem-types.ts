import type { TicketTypeDefinition } from '../definition.ts'
import { both } from './both.ts'
import { component, environment, productVersion, provider } from './shared-fields.ts'

/** Something is broken: guided from when and where to what was done and what changed before. */
export const incident = {
  id: 'incident',
  label: both('Something is broken', '故障'),
  description: both('A function fails, is slow, or gives wrong results.', '功能无法使用、运行缓慢，或结果不正确。'),
  problem: true,
  visibility: { customer: 'account' },
  asks: ['scope', 'hindrance', 'data'],
  priority: 'normal',
  fields: [
    { ...component, required: true },
    {
      id: 'happened_at',
      kind: 'date',
      precision: 'instant',
      required: true,
      label: both('When did it happen, or begin?', '故障是何时发生或开始的？'),
      why: both('We look into the logs of that time.', '便于我们查看该时段的日志。'),
    },
    { ...environment, required: true },
    productVersion,
    {
      id: 'frequency',
      kind: 'choice',
      required: true,
      label: both('Does it happen again?', '故障会重复出现吗？'),
      options: [
        { id: 'always', label: both('Each time', '每次都会出现') },
        { id: 'sometimes', label: both('Sometimes', '有时出现') },
        { id: 'once', label: both('It happened once', '只出现过一次') },
      ],
    },
    {
      id: 'steps',
      kind: 'long_text',
      label: both('What do you do, step by step, until it happens?', '请逐步说明您做了哪些操作后出现故障。'),
      help: both('One step per line, beginning with the page you open.', '每行一个步骤，从打开的页面写起。'),
      example: both(
        '1. Open Orders\n2. Choose an order of last month\n3. Press Export: the page stays empty',
        '1. 打开“订单”页面\n2. 选择一个上月的订单\n3. 点击“导出”，页面空白',
      ),
      why: both('What we can repeat, we can usually repair faster.', '能够重现的故障，通常可以更快修复。'),
      visibleWhen: { field: 'frequency', in: ['always', 'sometimes'] },
      requiredWhen: { field: 'frequency', is: 'always' },
    },
    {
      id: 'expected',
      kind: 'long_text',
      label: both('What did you expect instead?', '您预期的结果是什么？'),
    },
    {
      id: 'error_message',
      kind: 'long_text',
      label: both('Is there an error message?', '是否有错误提示？'),
      help: both('Copy its text, or add a screenshot.', '您可以复制提示文字，或添加截图。'),
      why: both('Its exact words often lead straight to the cause.', '准确的提示文字往往能直接指向原因。'),
    },
    {
      id: 'affected_people',
      kind: 'number',
      whole: true,
      minimum: 1,
      maximum: 1_000_000,
      label: both('About how many people are affected?', '大约有多少人受到影响？'),
      unit: both('people', '人'),
    },
    {
      id: 'changed_before',
      kind: 'boolean',
      label: both('Was anything changed shortly before?', '故障发生前是否做过变更？'),
      help: both('An update, a setting, new equipment, the network.', '例如更新、修改设置、更换设备或调整网络。'),
    },
    {
      id: 'change',
      kind: 'long_text',
      label: both('What was changed?', '做了哪些变更？'),
      visibleWhen: { field: 'changed_before', is: true },
      requiredWhen: { field: 'changed_before', is: true },
    },
  ],
} as const satisfies TicketTypeDefinition

/** A security hole: seen by the requester and the security team alone. */
export const vulnerability = {
  id: 'vulnerability',
  label: both('A security problem', '安全漏洞'),
  description: both('Only you and our security team can see it.', '仅您和我们的安全团队可以查看。'),
  problem: true,
  visibility: { customer: 'requester', teams: ['security'] },
  priority: 'critical',
  fields: [
    {
      id: 'source',
      kind: 'choice',
      required: true,
      label: both('How was it found?', '漏洞是如何发现的？'),
      options: [
        { id: 'internal_review', label: both('In a review of our own', '内部审查') },
        { id: 'consultant', label: both('By a consultant', '外部顾问') },
        { id: 'user', label: both('By somebody using it', '用户发现') },
      ],
    },
    { ...component, label: both('Which part is affected?', '哪个服务组件受到影响？'), required: true },
    {
      ...productVersion,
      label: both('Which versions are affected, as far as you know?', '据您了解，哪些版本受到影响？'),
    },
    {
      id: 'exploit',
      kind: 'long_text',
      required: true,
      maxLength: 10_000,
      label: both('How can it be used, step by step?', '请逐步说明如何利用该漏洞。'),
      help: both('Leave out real passwords and personal data.', '请勿填写真实密码和个人数据。'),
      why: both('We have to repeat it before we can close it.', '我们需要先重现，才能修复该漏洞。'),
    },
    {
      id: 'exploited',
      kind: 'choice',
      required: true,
      label: both('Has anybody used it already?', '该漏洞是否已被利用？'),
      options: [
        { id: 'yes', label: both('Yes', '是') },
        { id: 'no', label: both('No', '否') },
        { id: 'unknown', label: both('I do not know', '不清楚') },
      ],
    },
    {
      id: 'evidence',
      kind: 'long_text',
      label: both('What makes you think so?', '您的判断依据是什么？'),
      visibleWhen: { field: 'exploited', is: 'yes' },
      requiredWhen: { field: 'exploited', is: 'yes' },
    },
    {
      id: 'disclosure',
      kind: 'choice',
      required: true,
      label: both('What is your wish about disclosure?', '您对披露有何要求？'),
      options: [
        { id: 'together', label: both('Publish together on an agreed date', '约定日期后共同披露') },
        { id: 'vendor', label: both('You decide when to publish', '由贵方决定披露时间') },
        { id: 'private', label: both('Do not publish', '不公开披露') },
        { id: 'public', label: both('It is public already', '已经公开') },
      ],
    },
    {
      id: 'disclosure_date',
      kind: 'date',
      label: both('Which date do you have in mind?', '您希望哪一天披露？'),
      visibleWhen: { field: 'disclosure', is: 'together' },
      requiredWhen: { field: 'disclosure', is: 'together' },
    },
    {
      id: 'published_at',
      kind: 'text',
      maxLength: 500,
      label: both('Where was it published?', '在哪里公开的？'),
      visibleWhen: { field: 'disclosure', is: 'public' },
      requiredWhen: { field: 'disclosure', is: 'public' },
    },
    {
      id: 'credit',
      kind: 'boolean',
      label: both('Shall the advisory thank somebody by name?', '是否在安全公告中具名致谢？'),
      visibleWhen: { not: { field: 'disclosure', is: 'private' } },
    },
    {
      id: 'credit_name',
      kind: 'text',
      label: both('Which name?', '致谢署名'),
      visibleWhen: { field: 'credit', is: true },
      requiredWhen: { field: 'credit', is: true },
    },
    {
      id: 'severity',
      kind: 'choice',
      label: both('Assessed severity', '评估的严重程度'),
      visibleTo: provider,
      options: [
        { id: 'critical', label: both('Critical', '严重') },
        { id: 'high', label: both('High', '高') },
        { id: 'medium', label: both('Medium', '中') },
        { id: 'low', label: both('Low', '低') },
      ],
    },
    {
      id: 'repair_difficulty',
      kind: 'choice',
      label: both('Difficulty of the repair', '修复难度'),
      visibleTo: provider,
      options: [
        { id: 'easy', label: both('Easy', '容易') },
        { id: 'moderate', label: both('Moderate', '中等') },
        { id: 'hard', label: both('Hard', '困难') },
      ],
    },
  ],
} as const satisfies TicketTypeDefinition

/** About how somebody was treated: read by the requester and by those who lead. */
export const complaint = {
  id: 'complaint',
  label: both('A complaint', '投诉'),
  description: both(
    'You are not content with how you were served. It goes to the team lead, not to the person it is about.',
    '您对服务不满意。投诉由团队负责人处理，当事服务人员不会经手。',
  ),
  problem: true,
  visibility: { customer: 'requester', roles: ['lead', 'manager', 'auditor', 'admin'] },
  priority: 'high',
  fields: [
    {
      id: 'about',
      kind: 'choice',
      required: true,
      label: both('What is it about?', '投诉内容属于哪一类？'),
      options: [
        { id: 'attitude', label: both('Attitude of a person', '服务态度') },
        { id: 'delay', label: both('Too slow, or no answer', '响应慢或无人响应') },
        { id: 'solution', label: both('The solution did not help', '解决方案无效') },
        { id: 'other', label: both('Something else', '其他') },
      ],
    },
    {
      id: 'ticket_number',
      kind: 'text',
      maxLength: 20,
      label: both('Which ticket is it about?', '涉及哪个工单？'),
      help: both('Its number, if there is one.', '如有，请填写工单编号。'),
    },
    {
      id: 'person',
      kind: 'text',
      label: both('Who was it, if you know?', '涉及哪位服务人员？'),
      visibleWhen: { field: 'about', is: 'attitude' },
    },
    { id: 'happened_on', kind: 'date', label: both('On which day?', '发生在哪一天？') },
    {
      id: 'wish',
      kind: 'long_text',
      required: true,
      label: both('What would put it right?', '您希望如何处理？'),
      why: both('We would rather do what helps you than guess.', '便于我们按您的期望处理。'),
    },
    { id: 'call_back', kind: 'boolean', label: both('Shall we call you back?', '是否需要我们回电？') },
    {
      id: 'phone',
      kind: 'text',
      maxLength: 40,
      label: both('Under which number?', '回电号码'),
      visibleWhen: { field: 'call_back', is: true },
      requiredWhen: { field: 'call_back', is: true },
    },
  ],
} as const satisfies TicketTypeDefinition
