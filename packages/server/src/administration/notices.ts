import type { NewNotice, NewNoticeUpdate } from '@aftercare/protocol'
import { fieldErrors, newNoticeSchema, newNoticeUpdateSchema } from '@aftercare/protocol/schemas'
import { type ServiceDefinition, textIn } from '@aftercare/protocol/service'
import {
  fillTemplate,
  firstStatus,
  type NoticeKind,
  type NoticeStatus,
  noticeTemplates,
} from '@aftercare/protocol/status'
import { ProblemError } from '../handle/problem-error.ts'
import { ServiceBook } from '../service/service-book.ts'
import { summarizeNotices } from '../status/serialize.ts'
import { findNotice, listNoticeRows } from '../status/store.ts'
import { type Affected, beginNotice, continueNotice, eventsOfNotice } from '../status/write-notice.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

/** What is said in each language, as far as whoever says it does not take a template’s words. */
export interface Words {
  readonly titles: Readonly<Record<string, string>>
  readonly bodies: Readonly<Record<string, string>>
  /** One of the service definition, or built in; without it the one that is named after the status. */
  readonly template: string | undefined
}

/** @throws AdministrationError not_found */
async function definitionOf(journal: Journal, tenant: string): Promise<ServiceDefinition> {
  try {
    return (await new ServiceBook().current(journal.database.reader, tenant)).definition
  } catch {
    throw new AdministrationError('not_found', `There is no tenant "${tenant}"`)
  }
}

/**
 * Begins a notice as whoever runs the server.
 *
 * @throws AdministrationError
 */
export async function openNotice(
  journal: Journal,
  tenant: string,
  { words, ...notice }: Omit<NewNotice, 'text'> & { readonly words: Words },
): Promise<void> {
  const definition = await definitionOf(journal, tenant)
  const { id, kind, impact, components = [] } = notice
  const status = firstStatus[kind]
  const text = textsOf(definition, { kind, status, components: components.map(({ component }) => component) }, words)
  const work = async (writing: Parameters<Parameters<typeof writeAsOperator>[2]>[0]) => {
    await beginNotice(writing, definition, checked(newNoticeSchema, { ...notice, text }))
    return { audit: { action: 'notice.created', details: { notice: id, kind, impact } }, result: undefined }
  }
  await foreseen(() => writeAsOperator(journal, tenant, work, { events: eventsOfNotice }))
}

/**
 * Says what is next of a notice as whoever runs the server, in each of its languages.
 *
 * @throws AdministrationError
 */
export async function updateNotice(
  journal: Journal,
  of: { readonly tenant: string; readonly id: string; readonly kind: NoticeKind },
  update: Omit<NewNoticeUpdate, 'id' | 'text' | 'status'> & {
    readonly words: Words
    /** As it stands, unless told. */
    readonly status?: NoticeStatus
  },
): Promise<NoticeStatus> {
  const { tenant, id, kind } = of
  const { words, ...change } = update
  const definition = await definitionOf(journal, tenant)
  return foreseen(() =>
    writeAsOperator(
      journal,
      tenant,
      async (writing) => {
        const [row] = await findNotice(writing.tx, { tenant, id })
        if (!row || row.kind !== kind) throw new AdministrationError('not_found', `There is no ${kind} ${id}`)
        const { status = row.status } = update
        const components = (JSON.parse(row.components) as Affected[]).map(({ component }) => component)
        const locales = Object.keys(JSON.parse(row.texts))
        const text = textsOf(definition, { kind, status, components, locales }, words)
        const next = checked(newNoticeUpdateSchema, { ...change, id, status, text })
        const news = await continueNotice(writing, definition, row, next)
        const details = { notice: id, status, number: row.revision + 1 }
        return { audit: { action: `notice.${news}`, details }, result: status }
      },
      { events: eventsOfNotice },
    ),
  )
}

/** Notices of a kind, the newest first: those that are not over, or all. */
export async function listNotices(journal: Journal, of: { tenant: string; kind: NoticeKind; all: boolean }) {
  const { tenant, kind, all } = of
  const { reader } = journal.database
  const definition = await definitionOf(journal, tenant)
  const filter = { tenant, kind, accounts: 'all' as const, open: all ? undefined : true, limit: 100 }
  return summarizeNotices(reader, tenant, definition, await listNoticeRows(reader, filter))
}

interface Said {
  readonly kind: NoticeKind
  readonly status: NoticeStatus
  readonly components: readonly string[]
  /** Those that it has to be said in; otherwise those that the words or the template are in. */
  readonly locales?: readonly string[]
}

/** @throws AdministrationError invalid */
function textsOf(definition: ServiceDefinition, said: Said, { titles, bodies, template: id = said.status }: Words) {
  const { kind, components } = said
  const templates = [...(definition.status?.templates ?? []), ...noticeTemplates]
  const template = templates.find((each) => each.kind === kind && each.id === id)
  if (!template) throw new AdministrationError('invalid', `There is no template "${id}" for ${kind}`)
  const written = new Set([...Object.keys(titles), ...Object.keys(bodies)])
  const ready = new Set(definition.locales.filter((locale) => Object.hasOwn(template.statement, locale)))
  const locales = said.locales ?? [...new Set([...ready, ...written])]
  return Object.fromEntries(
    locales.map((locale) => {
      const names = components.map((component) => {
        const found = definition.components.find(({ id }) => id === component)
        return found ? textIn(found.label, locale, definition.locales) : component
      })
      const fill = (text: string | undefined, what: string) => {
        if (text === undefined) throw new AdministrationError('invalid', `Say the ${what} in ${locale}, too`)
        return fillTemplate(text, locale, names)
      }
      const title = () => ({ title: fill(titles[locale] ?? template.label[locale], 'title') })
      const body = fill(bodies[locale] ?? template.statement[locale], 'text')
      return [locale, { ...(said.locales ? {} : title()), body }]
    }),
  ) as Record<string, { title: string; body: string }>
}

/** The same bounds as for a request. @throws ProblemError validation_failed */
function checked<Schema extends typeof newNoticeSchema | typeof newNoticeUpdateSchema>(
  schema: Schema,
  value: object,
): OutputOfSchema<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new ProblemError('validation_failed', { errors: fieldErrors(error!.issues, value) })
  return data as OutputOfSchema<Schema>
}
type OutputOfSchema<Schema> = Schema extends typeof newNoticeSchema ? NewNotice : NewNoticeUpdate

/** What a request would be refused with is said to whoever typed it. */
async function foreseen<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const fields = error.errors?.map(({ pointer, code }) => `${pointer} ${code}`).join(', ')
    const said = {
      action_not_possible: 'it cannot become that from where it stands',
      id_unavailable: 'the id is taken',
    }
    throw new AdministrationError('invalid', fields ?? said[error.code as keyof typeof said] ?? error.code)
  }
}
