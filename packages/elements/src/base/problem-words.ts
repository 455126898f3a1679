import type { ReactiveControllerHost } from 'lit'
import type { Words } from '../locales/words.ts'

/** Teaches words of a form what is said of problems that few forms meet, and has it said. */
export async function learnProblems(host: ReactiveControllerHost, { tag, problems }: Words): Promise<void> {
  const more = tag === 'en' ? import('../locales/en-problems.ts') : import('../locales/zh-cn-problems.ts')
  Object.assign(problems, (await more.catch(() => undefined))?.default)
  host.requestUpdate()
}
