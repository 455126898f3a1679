import type { StaffRole } from '@aftercare/protocol/permissions'
import type { TokenPerson } from './development-tokens.ts'

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

/** Looks after Nordkai's account: sees every ticket of it that is not confidential. */
export const nordkaiAdmin = {
  subject: 'elin-bergstrom',
  name: 'Elin Bergström',
  email: 'elin.bergstrom@nordkai.example',
  account: 'nordkai',
  locale: 'en',
} as const satisfies TokenPerson

/** A forwarder whose people raise tickets for both. */
export const partner = {
  subject: 'tomas-novak',
  name: 'Tomáš Novák',
  email: 'tomas.novak@quayline.example',
  account: 'quayline',
  locale: 'en',
} as const satisfies TokenPerson

export const accounts = [
  { id: 'nordkai', name: 'Nordkai Freight AB', tier: 'key' },
  { id: 'hengtai', name: '恒泰国际物流有限公司', tier: 'strategic' },
  { id: 'quayline', name: 'Quayline Forwarding', tier: 'standard' },
] as const

/** One member of staff for each role, whose keys the development world hands out. */
export const staffByRole = {
  agent: 'Ines Carvalho',
  lead: 'Jonas Weber',
  manager: 'Priya Raman',
  auditor: 'Tomás Vidal',
  admin: 'Hanna Sørensen',
} as const satisfies Record<StaffRole, string>

const lines = ['customer_service', 'technical_support', 'product_support'] as const

/** Where each of them works. Who is not named here is the whole desk, or works no tickets. */
export const teamsByRole: Readonly<Partial<Record<StaffRole, readonly string[]>>> = {
  agent: lines,
  lead: [...lines, 'security'],
  manager: ['service', 'engineering'],
}

export const secondAgentTeams = ['customer_service', 'technical_support', 'research', 'security'] as const

/** A second agent, who answers the conversations in Chinese. */
export const secondAgent = '林晓'
