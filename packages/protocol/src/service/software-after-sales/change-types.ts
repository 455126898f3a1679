import type { TicketTypeDefinition } from '../definition.ts'
import { both } from './both.ts'
import { component, environment, provider, wantedBy } from './shared-fields.ts'

export const customization = {
  id: 'customization',
  label: both('A new function or an integration', '定制开发与接口对接'),
  description: both(
    'The software should do something new, speak to another system, or be faster.',
    '需要新增功能、对接其他系统或提升性能。',
  ),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'low',
  fields: [
    {
      id: 'work',
      kind: 'choice',
      required: true,
      label: both('What is it?', '属于哪一类？'),
      options: [
        { id: 'function', label: both('A new function', '新增功能') },
        { id: 'integration', label: both('An interface to another system', '接口对接') },
        { id: 'performance', label: both('More speed', '性能优化') },
      ],
    },
    component,
    {
      id: 'goal',
      kind: 'long_text',
      required: true,
      label: both('What shall people be able to do afterwards?', '完成后，使用者应当能够做到什么？'),
      why: both('A goal leaves room for a simpler way.', '明确目标后，或许有更简单的实现方式。'),
    },
    {
      id: 'other_system',
      kind: 'text',
      label: both('Which other system?', '对接哪个系统？'),
      help: both('Its name and version.', '请填写系统名称和版本。'),
      visibleWhen: { field: 'work', is: 'integration' },
      requiredWhen: { field: 'work', is: 'integration' },
    },
    {
      id: 'interface_documented',
      kind: 'boolean',
      label: both('Is its interface documented?', '对方系统是否有接口文档？'),
      help: both('Please attach what there is.', '如有，请作为附件提交。'),
      visibleWhen: { field: 'work', is: 'integration' },
    },
    {
      id: 'speed_now',
      kind: 'text',
      label: both('How long does it take now?', '目前需要多长时间？'),
      visibleWhen: { field: 'work', is: 'performance' },
      requiredWhen: { field: 'work', is: 'performance' },
    },
    {
      id: 'speed_wanted',
      kind: 'text',
      label: both('How long may it take?', '您希望缩短到多长时间？'),
      visibleWhen: { field: 'work', is: 'performance' },
    },
    {
      id: 'users',
      kind: 'number',
      whole: true,
      minimum: 1,
      maximum: 1_000_000,
      label: both('How many people will use it?', '预计使用人数'),
      unit: both('people', '人'),
    },
    wantedBy,
    {
      id: 'effort_hours',
      kind: 'number',
      minimum: 0,
      maximum: 100_000,
      label: both('Estimated effort', '预估工作量'),
      unit: both('hours', '小时'),
      visibleTo: provider,
    },
  ],
} as const satisfies TicketTypeDefinition

/** Plan, check, sign-off: from which version to which, in which window, with which way back. */
export const upgrade = {
  id: 'upgrade',
  label: both('An upgrade or migration', '升级与迁移'),
  description: both('You want help with moving to another version or system.', '您需要升级版本或迁移系统方面的协助。'),
  problem: false,
  visibility: { customer: 'account' },
  priority: 'normal',
  fields: [
    {
      id: 'move',
      kind: 'choice',
      required: true,
      label: both('What is planned?', '计划进行什么操作？'),
      options: [
        { id: 'upgrade', label: both('A newer version', '升级版本') },
        { id: 'migration', label: both('A move to another system', '迁移系统') },
      ],
    },
    { ...environment, required: true },
    {
      id: 'version_from',
      kind: 'version',
      required: true,
      label: both('From which version?', '当前版本'),
      example: both('for example 4.2.1', '例如 4.2.1'),
    },
    {
      id: 'version_to',
      kind: 'version',
      label: both('To which version?', '目标版本'),
      help: both('Leave it empty if you would like our advice.', '如需我们建议，可以留空。'),
    },
    {
      id: 'target_system',
      kind: 'text',
      maxLength: 500,
      label: both('To which system?', '迁移到什么系统？'),
      help: both('Operating system, database, place.', '操作系统、数据库、部署位置。'),
      visibleWhen: { field: 'move', is: 'migration' },
      requiredWhen: { field: 'move', is: 'migration' },
    },
    {
      id: 'customized',
      kind: 'boolean',
      label: both('Was the software customised for you?', '软件是否做过定制？'),
      why: both('Custom parts have to be checked against the new version.', '定制部分需要与新版本核对。'),
    },
    {
      id: 'customizations',
      kind: 'long_text',
      label: both('In which parts?', '哪些部分做过定制？'),
      visibleWhen: { field: 'customized', is: true },
    },
    {
      id: 'maintenance_window',
      kind: 'date_range',
      precision: 'instant',
      required: true,
      label: both('In which maintenance window?', '希望安排在哪个维护窗口？'),
      help: both('The service may stand still during it.', '其间服务可能中断。'),
    },
    {
      id: 'backup',
      kind: 'choice',
      required: true,
      label: both('Is there a backup that was tested?', '是否有经过恢复测试的备份？'),
      options: [
        { id: 'tested', label: both('Yes, restoring it was tested', '有，已做恢复测试') },
        { id: 'untested', label: both('Yes, but untested', '有，但未测试') },
        { id: 'none', label: both('No, please help', '没有，需要协助') },
      ],
      why: both('Without one there is no way back.', '没有备份就无法回退。'),
    },
    {
      id: 'signs_off',
      kind: 'text',
      required: true,
      label: both('Who on your side checks the result and signs it off?', '贵方由谁核对结果并确认？'),
    },
  ],
} as const satisfies TicketTypeDefinition

/** Approve, run, verify: whose data, of which time, on whose word. */
export const dataRequest = {
  id: 'data_request',
  label: both('Backing up or restoring data', '数据备份与恢复'),
  description: both('Data of a certain time is to be saved or brought back.', '需要备份数据，或恢复某一时段的数据。'),
  problem: false,
  visibility: { customer: 'account' },
  asks: ['hindrance'],
  priority: 'normal',
  fields: [
    {
      id: 'action',
      kind: 'choice',
      required: true,
      label: both('What is to be done?', '需要做什么？'),
      options: [
        { id: 'backup', label: both('Back up', '备份') },
        { id: 'restore', label: both('Restore', '恢复') },
      ],
    },
    { ...environment, required: true },
    {
      id: 'data',
      kind: 'long_text',
      required: true,
      label: both('Which data?', '涉及哪些数据？'),
      help: both(
        'Names of areas, tables or projects, not the data itself.',
        '请填写模块、数据表或项目名称，请勿填写数据内容。',
      ),
    },
    {
      id: 'restore_window',
      kind: 'date_range',
      precision: 'instant',
      label: both('From what time is the data to be restored?', '需要恢复哪一时段的数据？'),
      help: both('From the last moment it was right to the moment it was lost.', '从数据最后正确的时刻到丢失的时刻。'),
      visibleWhen: { field: 'action', is: 'restore' },
      requiredWhen: { field: 'action', is: 'restore' },
    },
    {
      id: 'restore_to',
      kind: 'choice',
      label: both('Where to?', '恢复到哪里？'),
      options: [
        { id: 'copy', label: both('Beside the present data', '另存一份，保留现有数据') },
        { id: 'original', label: both('In place of the present data', '覆盖现有数据') },
      ],
      visibleWhen: { field: 'action', is: 'restore' },
      requiredWhen: { field: 'action', is: 'restore' },
    },
    {
      id: 'overwrite',
      kind: 'consent',
      required: true,
      label: both('Present data will be replaced', '现有数据将被覆盖'),
      statement: both(
        'I know that what was entered since then will be lost.',
        '我已知悉：该时段之后录入的数据将会丢失。',
      ),
      visibleWhen: { field: 'restore_to', is: 'original' },
    },
    {
      id: 'approved_by',
      kind: 'text',
      required: true,
      label: both('Who on your side has approved it?', '贵方由谁批准？'),
      why: both(
        'We touch your data only on the word of somebody who may give it.',
        '我们仅在有权人员批准后处理您的数据。',
      ),
    },
    {
      id: 'approval',
      kind: 'consent',
      required: true,
      label: both('Approval', '批准确认'),
      statement: both('The person named has approved that this data is handled.', '上述人员已批准对相关数据进行处理。'),
    },
    {
      id: 'verified_by',
      kind: 'text',
      label: both('Who will check the result?', '由谁核对结果？'),
    },
    wantedBy,
  ],
} as const satisfies TicketTypeDefinition
