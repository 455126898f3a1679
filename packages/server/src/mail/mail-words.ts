import type { InEveryLanguage } from './mail-locale.ts'

/** Words that mails of every kind share. */
export interface MailWords {
  /** Between a label and what it names. */
  readonly colon: string
  greeting(name: string | undefined): string
  readonly ticketNumber: string
  readonly subject: string
  readonly openTicket: string
  /** In place of the subject where it may not be quoted. */
  readonly yourTicket: string
  /** Behind a quote that was cut. */
  readonly readOn: string
  /** Why this came, and where to answer. */
  why(name: string, number: number): string
  /** Why it says so little. */
  readonly unverified: string
}

export const mailWords: InEveryLanguage<MailWords> = {
  en: {
    colon: ': ',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    ticketNumber: 'Ticket',
    subject: 'Subject',
    openTicket: 'Open the ticket',
    yourTicket: 'Your ticket',
    readOn: 'The rest is in the ticket.',
    why: (name, number) =>
      `${name} sends you this mail about ticket ${number}. To answer, please open the ticket: it has everything that was said.`,
    unverified: 'This address has not been verified, so the mail leaves out what was written.',
  },
  'zh-CN': {
    colon: '：',
    greeting: (name) => (name === undefined ? '您好：' : `${name}，您好：`),
    ticketNumber: '工单编号',
    subject: '标题',
    openTicket: '查看工单',
    yourTicket: '您的工单',
    readOn: '其余内容请在工单中查看。',
    why: (name, number) =>
      `本邮件由 ${name} 自动发送，内容与工单 ${number} 有关。如需回复，请打开工单，其中有全部往来内容。`,
    unverified: '该邮箱地址尚未验证，因此本邮件不包含工单的具体内容。',
  },
}
