import type { AftercareArticle } from '@aftercare/elements'
import { until } from './expect.ts'
import { inside, show, textOf } from './page.ts'
import type { Setting } from './states.ts'
import { customerCore, FaultyFetch, newPerson } from './world.ts'

export async function readArticle(
  setting: Setting & { readonly direction?: string },
  properties: Partial<AftercareArticle>,
  status = 'ready',
): Promise<AftercareArticle> {
  const client = customerCore(newPerson())
  const element = await show<AftercareArticle>('aftercare-article', { client, ...properties }, setting)
  await until(
    () => element.shadowRoot?.querySelector(`[data-status="${status}"]`),
    () => `${status}: ${textOf(element)}`,
  )
  await element.updateComplete
  return element
}

const slug = 'change-the-roll'
const failing = (faulty: FaultyFetch) => customerCore(newPerson(), { fetch: faulty.fetch })

/** The article once somebody has said that it did not help, up to the form. */
export async function whyNot(setting: Setting, properties: Partial<AftercareArticle> = {}): Promise<AftercareArticle> {
  const element = await readArticle(setting, { slug, ...properties })
  inside(element, '.feedback button + button').click()
  await until(() => element.shadowRoot?.querySelector('.feedback form'), 'the form')
  return element
}

export const articleStates: Readonly<Record<string, (setting: Setting) => Promise<HTMLElement>>> = {
  'article, loading': (setting) =>
    readArticle(setting, { slug, client: failing(new FaultyFetch().stall()) }, 'loading'),
  'article, with everything in it': (setting) => readArticle(setting, { slug }),
  'article, in another language': (setting) => readArticle({ ...setting, language: 'en' }, { slug: 'only-chinese' }),
  'article, from right to left': (setting) => readArticle(setting, { slug: 'arabic' }),
  'article, unknown': (setting) => readArticle(setting, { slug: 'nowhere' }, 'not_found'),
  'article, failed': (setting) =>
    readArticle(setting, { slug, client: failing(new FaultyFetch().refuse('internal')) }, 'failed'),
  'article, offline': (setting) =>
    readArticle(setting, { slug, client: failing(new FaultyFetch().offline()) }, 'failed'),
  async 'article, from the device'(setting) {
    const faulty = new FaultyFetch()
    const client = failing(faulty)
    const element = await readArticle(setting, { slug, client })
    faulty.offline()
    await element.refresh()
    await until(() => element.shadowRoot?.querySelector('[part=stale]'), 'the notice')
    return element
  },
  'article, why it did not help': (setting) => whyNot(setting),
  async 'article, which helped'(setting) {
    const element = await readArticle(setting, { slug })
    inside(element, '.feedback button').click()
    await until(() => element.shadowRoot?.querySelector('[data-feedback=sent]'), 'thanks')
    return element
  },
  async 'article, with feedback that did not arrive'(setting) {
    const element = await readArticle(setting, {
      slug,
      client: failing(new FaultyFetch().refuse('validation_failed', 'POST')),
    })
    inside(element, '.feedback button').click()
    await until(() => element.shadowRoot?.querySelector('[data-feedback=failed]'), 'the failure')
    return element
  },
  async 'article, with feedback that waits for the network'(setting) {
    const faulty = new FaultyFetch()
    const element = await readArticle(setting, { slug, client: failing(faulty) })
    faulty.offline()
    inside(element, '.feedback button').click()
    await until(() => element.shadowRoot?.querySelector('[data-feedback=waiting]'), 'that it waits')
    return element
  },
}
