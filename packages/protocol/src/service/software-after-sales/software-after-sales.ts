import { defineService } from '../define-service.ts'
import type { ServiceDefinition } from '../definition.ts'
import { both } from './both.ts'
import { customization, dataRequest, upgrade } from './change-types.ts'
import { impact } from './impact.ts'
import { jobProfiles, roles, skills, teams } from './people.ts'
import { complaint, incident, vulnerability } from './problem-types.ts'
import { calendars, closure, escalation, priorities, sla } from './promises.ts'
import { billing, question, setup, suggestion, training } from './request-types.ts'
import { routing } from './routing.ts'

/** Parts of a service that nearly every product has, until the vendor names its own. */
const usualComponents: ServiceDefinition['components'] = [
  { id: 'application', label: both('The application', '应用系统') },
  { id: 'sign_in', label: both('Signing in and permissions', '登录与权限') },
  { id: 'data', label: both('Data and reports', '数据与报表') },
  { id: 'interfaces', label: both('Interfaces', '接口') },
  { id: 'mobile', label: both('Mobile app', '移动端') },
  { id: 'infrastructure', label: both('Servers and network', '服务器与网络') },
  { id: 'other', label: both('Something else', '其他') },
]

/**
 * The service of a company that delivers software and looks after it, in English and Simplified Chinese: eleven ticket
 * types, four priorities promised around the clock, teams of three lines. `locale` is the language that stands in
 * where a reader's own is missing; `components` are the parts of the vendor's product. A vendor changes the answer as
 * data: `defineService({ ...softwareAfterSales({ locale: 'en' }), version: '2', … })`.
 */
export function softwareAfterSales({
  locale = 'en',
  components = usualComponents,
}: {
  readonly locale?: 'en' | 'zh-CN'
  readonly components?: ServiceDefinition['components']
} = {}): ServiceDefinition {
  return defineService({
    format: 1,
    version: '1',
    label: both('After-sales service', '售后服务'),
    locales: locale === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en'],
    types: [
      question,
      setup,
      incident,
      customization,
      training,
      upgrade,
      dataRequest,
      vulnerability,
      billing,
      complaint,
      suggestion,
    ],
    components,
    impact,
    priorities,
    calendars,
    sla,
    escalation,
    roles,
    jobProfiles,
    skills,
    teams,
    routing,
    closure,
  })
}
