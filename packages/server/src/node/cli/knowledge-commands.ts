import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { articleAudiences, articleKinds } from '@aftercare/protocol/knowledge'
import { exportArticles } from '../../administration/export-articles.ts'
import { piecesOfStream } from '../../files/byte-streams.ts'
import { printFrontMatter } from '../../knowledge/front-matter.ts'
import { commentsOf, outcomesOf } from '../../knowledge/outcome-store.ts'
import type { Command } from './command.ts'
import { readChoice } from './command-options.ts'
import { fileOptions, filePlaceOf } from './file-options.ts'
import { ImportRun } from './import-articles-run.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { tenantOption as tenant } from './shared-options.ts'

export const knowledgeImportCommand: Command = {
  name: 'knowledge import',
  summary: 'Take articles in from Markdown files or JSON Lines; repeat it as often as you like',
  operand: { name: 'FOLDER|FILE.jsonl', about: 'Where they are' },
  options: {
    tenant,
    locale: { value: 'LOCALE', about: 'Language of those that do not say theirs (en)' },
    kind: { value: 'KIND', about: `What new ones are that do not say it: ${articleKinds.join(', ')} (manual)` },
    audience: {
      value: 'AUDIENCE',
      about: `Who reads new ones that do not say it: ${articleAudiences.join(', ')} (internal)`,
    },
    draft: { about: 'As drafts, for somebody to approve, instead of published' },
    ...installationOptions,
    ...fileOptions,
  },
  async run(options, terminal) {
    const kind = readChoice('kind', options.text('kind') ?? 'manual', articleKinds)
    const audience = readChoice('audience', options.text('audience') ?? 'internal', articleAudiences)
    const otherwise = { locale: options.text('locale') ?? 'en' }
    const draft = options.flag('draft')
    return withInstallation(options, terminal, async ({ journal, dataDir }) => {
      const { blobs } = filePlaceOf(options, terminal, dataDir)
      const of = { journal, blobs, terminal, tenant: options.needed('tenant'), defaults: { kind, audience } }
      return new ImportRun({ ...of, ...otherwise, draft }).run(options.operand())
    })
  },
}

export const knowledgeExportCommand: Command = {
  name: 'knowledge export',
  summary: 'Write a tenant’s articles as Markdown files that can be taken in again',
  operand: { name: 'FOLDER', about: 'Where to; files of the same names are written anew' },
  options: {
    tenant,
    drafts: { about: 'Also what is not published, as drafts' },
    ...installationOptions,
    ...fileOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal, dataDir }) => {
      const { blobs, called } = filePlaceOf(options, terminal, dataDir)
      const folder = options.operand()
      await mkdir(folder, { recursive: true })
      let count = 0
      const of = { tenant: options.needed('tenant'), drafts: options.flag('drafts') }
      for await (const { name, matter, body, files } of exportArticles(journal, of)) {
        for (const file of files) {
          const place = join(folder, file.path)
          const bytes = await blobs.get(file.key)
          if (!bytes) terminal.complain(`the bytes of ${file.path} are not in ${called}`)
          else if (!existsSync(place)) {
            await mkdir(dirname(place), { recursive: true })
            await writeFile(place, piecesOfStream(bytes))
          }
        }
        await writeFile(join(folder, name), printFrontMatter(matter, body))
        count++
      }
      terminal.print(`${count} written to ${folder}.`)
      return 0
    })
  },
}

/** Lines of a report. */
const most = 100

export const knowledgeReportCommand: Command = {
  name: 'knowledge report',
  summary: 'What readers searched for and did not find, and what they wrote of articles',
  options: {
    tenant,
    locale: { value: 'LOCALE', about: 'Searches in this language alone' },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ database: { reader } }) => {
      const of = { tenant: options.needed('tenant'), offset: 0, limit: most }
      const searches = await outcomesOf(reader, { ...of, locale: options.text('locale') })
      terminal.print('searches\twithout result\twithout click\tticket after\tsolved\tlocale\tsearched for')
      for (const row of searches) {
        const counts = [row.searches, row.without_result, row.without_click, row.ticket_after, row.solved]
        terminal.print([...counts, row.locale, row.query].join('\t'))
      }
      for (const { slug, locale, helpful, reason, comment } of await commentsOf(reader, of)) {
        const said = helpful === 1 ? 'helped' : `did not help${reason === null ? '' : `, ${reason}`}`
        terminal.print(`${slug} ${locale} (${said}): ${JSON.stringify(comment)}`)
      }
      return 0
    })
  },
}
