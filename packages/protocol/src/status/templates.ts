import type { NoticeKind, NoticeStatus } from './notice-lifecycle.ts'

/** What is said again and again: `{components}` stands for those that it is about. */
export interface NoticeTemplate {
  readonly id: string
  readonly kind: NoticeKind
  readonly status: NoticeStatus
  readonly label: Readonly<Record<string, string>>
  /** Markdown. */
  readonly statement: Readonly<Record<string, string>>
}

const both = (en: string, chinese: string) => ({ en, 'zh-CN': chinese })
const trouble = both('Disruption of {components}', '{components}出现故障')
const work = both('Maintenance of {components}', '{components}维护')
const of = (kind: NoticeKind, status: NoticeStatus, label: NoticeTemplate['label'], en: string, chinese: string) => ({
  ...{ id: status, kind, status, label },
  statement: both(en, chinese),
})

/** For whoever has no templates of their own: one for each status, named after it. */
export const noticeTemplates: readonly NoticeTemplate[] = [
  of(
    ...(['incident', 'investigating', trouble] as const),
    'Something is wrong with {components}. We are looking for the cause, and say more as soon as we know it.',
    '{components}出现异常。我们正在排查原因，一有进展即在此告知。',
  ),
  of(
    ...(['incident', 'identified', trouble] as const),
    'We know the cause of the disruption of {components}, and are working on it.',
    '{components}故障的原因已经查明，我们正在处理。',
  ),
  of(
    ...(['incident', 'monitoring', trouble] as const),
    'A repair of {components} is in place. We watch whether it holds.',
    '{components}已经修复，我们正在观察是否稳定。',
  ),
  of(
    ...(['incident', 'resolved', trouble] as const),
    'The disruption of {components} is over. Please write to us if you still notice it.',
    '{components}的故障已经解除。如仍有异常，请与我们联系。',
  ),
  of(
    ...(['maintenance', 'scheduled', work] as const),
    'We plan maintenance of {components}. It may not be available during the maintenance window.',
    '我们计划对{components}进行维护，维护窗口内可能无法使用。',
  ),
  of(
    ...(['maintenance', 'in_progress', work] as const),
    'The maintenance of {components} has begun.',
    '{components}的维护已经开始。',
  ),
  of(
    ...(['maintenance', 'verifying', work] as const),
    'The maintenance of {components} is done, and we check that everything works.',
    '{components}的维护操作已经完成，我们正在检查各项功能。',
  ),
  of(
    ...(['maintenance', 'completed', work] as const),
    'The maintenance of {components} is completed.',
    '{components}的维护已经完成。',
  ),
  of(
    ...(['maintenance', 'cancelled', work] as const),
    'The maintenance of {components} is cancelled. We announce it anew when it is planned again.',
    '{components}的维护已经取消。如重新安排，将另行公告。',
  ),
]

/**
 * A text of a template for these components.
 *
 * @param names in the language of the text; none is the service as a whole
 */
export function fillTemplate(text: string, locale: string, names: readonly string[]): string {
  const chinese = locale.toLowerCase().startsWith('zh')
  const whole = chinese ? '系统' : 'the service'
  return text.replaceAll('{components}', names.join(chinese ? '、' : ', ') || whole)
}
