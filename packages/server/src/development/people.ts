import type { StaffRole } from '@aftercare/protocol/permissions'
import type { TokenPerson } from '../node/development-tokens.ts'

export const mara = {
  subject: 'mara-lindqvist',
  name: 'Mara Lindqvist',
  email: 'mara.lindqvist@nordkai.example',
  account: 'nordkai',
  locale: 'en',
} as const satisfies TokenPerson

export const siyuan = {
  subject: 'chen-siyuan',
  name: '陈思远',
  email: 'chen.siyuan@hengtai.example',
  account: 'hengtai',
  locale: 'zh-CN',
} as const satisfies TokenPerson

/** One member of staff for each role, whose keys the development world hands out. */
export const staffByRole = {
  agent: 'Ines Carvalho',
  lead: 'Jonas Weber',
  manager: 'Priya Raman',
  auditor: 'Tomás Vidal',
  admin: 'Hanna Sørensen',
} as const satisfies Record<StaffRole, string>

/** A second agent, who answers the conversations in Chinese. */
export const secondAgent = '林晓'
