import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { articleAudiences, articleKinds } from '@aftercare/protocol/knowledge'
import { exportArticles } from '../../administration/export-articles.ts'
import { importArticles, relateArticles } from '../../administration/import-articles.ts'
import { printFrontMatter } from '../../knowledge/front-matter.ts'
import { NotPortable, type PortableArticle, readPortable } from '../../knowledge/portable-article.ts'
import { readArticleFiles } from './article-files.ts'
import type { Command } from './command.ts'
import { readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { tenantOption as tenant } from './shared-options.ts'

/** Articles of one transaction: few enough that nobody waits long for the tenant meanwhile. */
const together = 100
/** Addresses that are named of one article. */
const shown = 3

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
  },
  async run(options, terminal) {
    const kind = readChoice('kind', options.text('kind') ?? 'manual', articleKinds)
    const audience = readChoice('audience', options.text('audience') ?? 'internal', articleAudiences)
    const otherwise = { locale: options.text('locale') ?? 'en' }
    const draft = options.flag('draft')
    return withInstallation(options, terminal, async ({ journal }) => {
      const to = options.needed('tenant')
      const counts = { created: 0, changed: 0, unchanged: 0, skipped: 0 }
      const seen = new Set<string>()
      const without = new Set<string>()
      const relations: { slug: string; related: readonly string[] }[] = []
      let waiting: { name: string; article: PortableArticle }[] = []
      const skip = (name: string, reason: string) => {
        counts.skipped++
        terminal.print(`skipped ${name}: ${reason}`)
      }
      const flush = async () => {
        const articles = waiting.map(({ article }) => article)
        const outcomes = await importArticles(journal, to, articles, { kind, audience })
        for (const [index, { outcome, reason }] of outcomes.entries()) {
          if (outcome === 'skipped') skip(waiting[index]!.name, reason)
          else counts[outcome]++
        }
        waiting = []
        const done = counts.created + counts.changed + counts.unchanged + counts.skipped
        terminal.complain(`${done} read …`)
      }
      for await (const { name, record, reason } of readArticleFiles(options.operand())) {
        try {
          if (reason !== undefined) throw new NotPortable(reason)
          const { article, ignored, refused } = readPortable(record, otherwise)
          const key = `${article.slug} ${article.locale}`
          if (seen.has(key)) throw new NotPortable(`"${article.slug}" was there before, in the same language`)
          seen.add(key)
          for (const member of ignored) without.add(member)
          if (refused.length > 0) {
            const more = refused.length > shown ? ` and ${refused.length - shown} more` : ''
            terminal.print(`note ${name}: no link was made to ${refused.slice(0, shown).join(', ')}${more}`)
          }
          if (article.related) relations.push({ slug: article.slug, related: article.related })
          waiting.push({ name, article: draft ? { ...article, draft } : article })
        } catch (error) {
          if (!(error instanceof NotPortable)) throw error
          skip(name, error.message)
        }
        if (waiting.length === together) await flush()
      }
      if (waiting.length > 0) await flush()
      if (without.size > 0) terminal.print(`note all: ignored is ${[...without].join(', ')}`)
      for (const name of await relateArticles(journal, to, relations)) {
        terminal.print(`note related: there is no article "${name}"`)
      }
      const { created, changed, unchanged, skipped } = counts
      terminal.print(`${created} new, ${changed} changed, ${unchanged} as they were, ${skipped} skipped.`)
      return skipped > 0 ? 1 : 0
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
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const folder = options.operand()
      await mkdir(folder, { recursive: true })
      let count = 0
      const of = { tenant: options.needed('tenant'), drafts: options.flag('drafts') }
      for await (const { slug, locale, matter, body } of exportArticles(journal, of)) {
        await writeFile(join(folder, `${slug}.${locale}.md`), printFrontMatter(matter, body))
        count++
      }
      terminal.print(`${count} written to ${folder}.`)
      return 0
    })
  },
}
