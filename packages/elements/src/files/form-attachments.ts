import type { Core } from '@aftercare/client'
import type { LitElement } from 'lit'
import { adoptMore } from '../base/adopt-more.ts'
import { bestLocale, kept } from '../base/locale.ts'
import type { FileWords, Words } from '../locales/words.ts'
import { Attachments } from './attachments.ts'
import { fileStyles } from './file-styles.ts'

const loaded = new Map<string, FileWords | Promise<FileWords>>()

function fileWordsFor(tag: string): FileWords | Promise<FileWords> {
  const best = bestLocale(tag)
  return kept(
    loaded,
    best,
    async () =>
      (best === 'en' ? await import('../locales/en-files.ts') : await import('../locales/zh-cn-files.ts')).default,
  )
}

/** Files for a form that has paid for no word about them until there is one. */
export async function openAttachments(host: LitElement, words: () => Words, core: Core): Promise<Attachments> {
  adoptMore(host, fileStyles)
  let files = await fileWordsFor(words().tag)
  return new Attachments(
    host,
    () => {
      const found = fileWordsFor(words().tag)
      // The page has changed its language: the words of before until those of now are there.
      if (found instanceof Promise)
        found.then(
          () => host.requestUpdate(),
          () => {},
        )
      else files = found
      return { ...words(), ...files }
    },
    core,
  )
}
