/** Languages that mails are written in. */
export type MailLocale = 'en' | 'zh-CN'

/** Words of one thing in every language; a missing one does not compile. */
export type InEveryLanguage<Words> = Readonly<Record<MailLocale, Words>>

/** The language we have words in that fits a BCP 47 tag best. */
export function mailLocaleOf(tag: string | null): MailLocale {
  return /^zh\b/i.test(tag ?? '') ? 'zh-CN' : 'en'
}

/** How dates are written for a reader of a language. */
export interface MailFormats {
  /** A day and a time with its zone, from milliseconds since 1970. */
  moment(at: number): string
}

/** @param tag what the reader asked for: `en-GB` writes dates in another way than `en` */
export function mailFormats(tag: string | null, timeZone: string): MailFormats {
  const date = new Intl.DateTimeFormat(regionOf(tag), {
    ...{ weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short' },
  })
  return { moment: (at) => date.format(at) }
}

/** The tag itself where our words are in its language and script, else the one of the words. */
function regionOf(tag: string | null): string {
  const words = mailLocaleOf(tag)
  try {
    const wanted = new Intl.Locale(tag ?? words)
    const [asked, ours] = [wanted.maximize(), new Intl.Locale(words).maximize()]
    return asked.language === ours.language && asked.script === ours.script ? wanted.baseName : words
  } catch {
    return words
  }
}
