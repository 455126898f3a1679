import type { Field } from '../definition.ts'
import { both } from './both.ts'

/** Questions that several types ask in the same words. */

export const component = {
  id: 'component',
  kind: 'component',
  label: both('Which part of the service is it about?', '涉及哪个服务组件？'),
  why: both('It reaches the people who know that part at once.', '便于直接转交熟悉该组件的服务人员。'),
} as const satisfies Field

export const environment = {
  id: 'environment',
  kind: 'choice',
  label: both('Which environment?', '涉及哪个环境？'),
  why: both(
    'We look in the right place at once, and know whether your work stands still or only a trial.',
    '便于我们直接排查对应环境，并判断影响的是正式业务还是测试。',
  ),
  options: [
    { id: 'production', label: both('Production', '生产环境') },
    { id: 'test', label: both('Test', '测试环境') },
    { id: 'development', label: both('Development', '开发环境') },
  ],
} as const satisfies Field

export const productVersion = {
  id: 'product_version',
  kind: 'version',
  label: both('Which version do you use?', '您使用的是哪个版本？'),
  help: both('It usually stands under Help or About.', '通常可在“帮助”或“关于”中查看。'),
  example: both('for example 4.2.1', '例如 4.2.1'),
  why: both(
    'Many things are different, or already solved, in another version.',
    '不同版本的表现可能不同，有些问题已在新版本中解决。',
  ),
} as const satisfies Field

export const wantedBy = {
  id: 'wanted_by',
  kind: 'date',
  label: both('When do you need it?', '您希望何时完成？'),
} as const satisfies Field

/** Roles of the provider: for fields that its people fill. */
export const provider = ['agent', 'lead', 'manager', 'auditor', 'admin'] as const
