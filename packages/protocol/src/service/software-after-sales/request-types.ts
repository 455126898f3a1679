import type { TicketTypeDefinition } from '../definition.ts'
import { both } from './both.ts'
import { component, environment, productVersion, wantedBy } from './shared-fields.ts'

export const question = {
  id: 'question',
  label: both('How to use something', '使用咨询'),
  description: both('You want to know how a function works.', '您想了解某项功能如何使用。'),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'low',
  fields: [
    component,
    {
      id: 'goal',
      kind: 'text',
      maxLength: 500,
      label: both('What do you want to achieve?', '您想达到什么目的？'),
      why: both('There may be a shorter way than the one you asked about.', '也许有比您所问更简便的方法。'),
    },
    { id: 'tried', kind: 'long_text', label: both('What have you tried so far?', '您已经尝试过哪些方法？') },
    productVersion,
  ],
} as const satisfies TicketTypeDefinition

export const setup = {
  id: 'setup',
  label: both('Installation or configuration', '安装与配置'),
  description: both('Something has to be installed or set up.', '需要安装或配置软件。'),
  problem: false,
  visibility: { customer: 'account' },
  asks: ['scope', 'hindrance'],
  priority: 'normal',
  fields: [
    {
      id: 'task',
      kind: 'choice',
      required: true,
      label: both('What is to be done?', '需要做什么？'),
      options: [
        { id: 'installation', label: both('Install it', '安装') },
        { id: 'configuration', label: both('Change settings', '调整配置') },
        { id: 'access', label: both('Set up access or sign-in', '设置访问权限或登录') },
        { id: 'license', label: both('Enter a licence', '激活许可') },
      ],
    },
    { ...environment, required: true },
    {
      id: 'system',
      kind: 'text',
      maxLength: 500,
      label: both('On which system?', '安装在什么系统上？'),
      help: both('Operating system, database, browser, each with its version.', '操作系统、数据库、浏览器及其版本。'),
      requiredWhen: { field: 'task', is: 'installation' },
    },
    productVersion,
    {
      id: 'obstacle',
      kind: 'long_text',
      label: both('Where do you get stuck?', '在哪一步遇到困难？'),
      help: both('Copy error messages as they are.', '如有错误提示，请原样复制。'),
    },
    wantedBy,
  ],
} as const satisfies TicketTypeDefinition

export const training = {
  id: 'training',
  label: both('Training', '培训'),
  description: both(
    'You want people to learn how to use or extend the software.',
    '您希望为相关人员安排软件使用或开发培训。',
  ),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'low',
  fields: [
    {
      id: 'topics',
      kind: 'multiple_choice',
      required: true,
      label: both('About what?', '培训内容'),
      options: [
        { id: 'basics', label: both('Basic operation', '基本操作') },
        { id: 'advanced', label: both('Advanced use', '高级应用') },
        { id: 'troubleshooting', label: both('Troubleshooting', '故障排查') },
        { id: 'development', label: both('Custom development', '定制开发') },
      ],
    },
    {
      id: 'form',
      kind: 'choice',
      required: true,
      label: both('In which form?', '培训方式'),
      options: [
        { id: 'recorded', label: both('Recorded', '录播') },
        { id: 'live', label: both('Live, online', '在线直播') },
        { id: 'on_site', label: both('At your place', '现场培训') },
        { id: 'hands_on', label: both('Hands-on', '实操') },
      ],
    },
    {
      id: 'participants',
      kind: 'number',
      whole: true,
      minimum: 1,
      maximum: 1000,
      required: true,
      label: both('How many people take part?', '参加人数'),
      unit: both('people', '人'),
    },
    {
      id: 'wanted_dates',
      kind: 'date_range',
      label: both('Between which dates would it suit you?', '您希望在哪段时间进行？'),
      help: both('We offer you dates within them.', '我们会在这段时间内为您提供可选日期。'),
      visibleWhen: { field: 'form', in: ['live', 'on_site', 'hands_on'] },
      requiredWhen: { field: 'form', in: ['live', 'on_site', 'hands_on'] },
    },
    {
      id: 'place',
      kind: 'text',
      maxLength: 300,
      label: both('Where?', '培训地点'),
      visibleWhen: { field: 'form', is: 'on_site' },
      requiredWhen: { field: 'form', is: 'on_site' },
    },
    {
      id: 'experience',
      kind: 'long_text',
      maxLength: 2000,
      label: both('What do the participants know already?', '参加人员目前的掌握情况'),
      why: both('It lets us begin where they are.', '便于我们按实际水平安排内容。'),
    },
  ],
} as const satisfies TicketTypeDefinition

export const suggestion = {
  id: 'suggestion',
  label: both('A suggestion', '建议'),
  description: both('You have an idea that would make it better.', '您有改进的想法。'),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'low',
  fields: [
    component,
    {
      id: 'benefit',
      kind: 'long_text',
      label: both('Whom would it help, and how?', '谁会因此受益？有什么帮助？'),
      why: both('It tells us how much it matters.', '便于我们评估其重要程度。'),
    },
    {
      id: 'may_ask',
      kind: 'consent',
      label: both('May we ask you more?', '我们可以进一步向您了解吗？'),
      statement: both('You may contact me about this suggestion.', '同意贵方就此建议与我联系。'),
    },
  ],
} as const satisfies TicketTypeDefinition

export const billing = {
  id: 'billing',
  label: both('Billing', '费用与账单'),
  description: both('About a quote, a statement, an invoice or a payment.', '有关报价、对账单、发票或付款。'),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'normal',
  fields: [
    {
      id: 'topic',
      kind: 'choice',
      required: true,
      label: both('What is it about?', '涉及哪一项？'),
      options: [
        { id: 'quote', label: both('A quote', '报价') },
        { id: 'statement', label: both('A statement', '对账单') },
        { id: 'invoice', label: both('An invoice', '发票') },
        { id: 'payment', label: both('A payment', '付款') },
        { id: 'other', label: both('Something else', '其他') },
      ],
    },
    {
      id: 'document_number',
      kind: 'text',
      maxLength: 60,
      label: both('Its number', '单据编号'),
      visibleWhen: { not: { field: 'topic', is: 'other' } },
      requiredWhen: { field: 'topic', in: ['statement', 'invoice'] },
    },
    { id: 'period', kind: 'date_range', label: both('Which period is it about?', '涉及哪段时间？') },
    {
      id: 'expected',
      kind: 'long_text',
      maxLength: 2000,
      label: both('What should be different?', '您认为应当如何更正？'),
    },
  ],
} as const satisfies TicketTypeDefinition
