// What this vendor's service asks and promises: the preset, and one type of its own. Nothing else names these fields.
import { defineService, softwareAfterSales } from '@aftercare/protocol/service'

const preset = softwareAfterSales({ locale: 'en' })

const craneFault = {
  id: 'crane_fault',
  label: { en: 'A crane stands still', 'zh-CN': '起重机停机' },
  description: { en: 'A crane of yours does not move, or not as it should.', 'zh-CN': '起重机无法运行或运行异常。' },
  problem: true,
  visibility: { customer: 'account' },
  asks: ['hindrance'],
  priority: 'high',
  fields: [
    {
      id: 'crane',
      kind: 'text',
      maxLength: 12,
      required: true,
      label: { en: 'Which crane?', 'zh-CN': '哪台起重机？' },
      help: { en: 'Its number stands beside the ladder.', 'zh-CN': '编号在爬梯旁。' },
      why: { en: 'We look up its parts before we call you.', 'zh-CN': '便于我们在联系您之前查好配件。' },
    },
    {
      id: 'movement',
      kind: 'choice',
      required: true,
      label: { en: 'What does not move?', 'zh-CN': '哪个动作有问题？' },
      options: [
        { id: 'hoist', label: { en: 'The hoist', 'zh-CN': '起升' } },
        { id: 'trolley', label: { en: 'The trolley', 'zh-CN': '小车' } },
        { id: 'gantry', label: { en: 'The gantry', 'zh-CN': '大车' } },
      ],
    },
    {
      id: 'load',
      kind: 'number',
      minimum: 0,
      maximum: 120,
      label: { en: 'What hangs on it?', 'zh-CN': '吊着多重的货物？' },
      unit: { en: 'tonnes', 'zh-CN': '吨' },
      visibleWhen: { field: 'movement', is: 'hoist' },
      requiredWhen: { field: 'movement', is: 'hoist' },
    },
    {
      id: 'since',
      kind: 'date',
      precision: 'instant',
      required: true,
      label: { en: 'Since when?', 'zh-CN': '从什么时候开始？' },
    },
    {
      id: 'area_closed',
      kind: 'consent',
      required: true,
      label: { en: 'Safety', 'zh-CN': '安全' },
      statement: { en: 'Nobody can walk under the load.', 'zh-CN': '已确认吊物下方无法通行。' },
    },
  ],
}

export const service = defineService({ ...preset, version: 'cranes-1', types: [craneFault, ...preset.types] })
