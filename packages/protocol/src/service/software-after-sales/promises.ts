import type { ServiceDefinition } from '../definition.ts'
import { both } from './both.ts'

const hours = (count: number) => count * 60

export const priorities = {
  critical: {
    label: both('Critical (level 1)', '紧急（一级）'),
    description: both(
      'The system is down or data is seriously lost, for many users.',
      '系统瘫痪或数据严重丢失，影响大量用户。',
    ),
    firstResponse: hours(2),
    nextResponse: hours(2),
    resolution: hours(4),
  },
  high: {
    label: both('High (level 2)', '重要（二级）'),
    description: both(
      'A function fails or performance is a bottleneck, for some users.',
      '功能失效或存在性能瓶颈，影响部分用户。',
    ),
    firstResponse: hours(4),
    nextResponse: hours(4),
    resolution: hours(12),
  },
  normal: {
    label: both('Normal (level 3)', '一般（三级）'),
    description: both(
      'A function that is not critical misbehaves, for single users.',
      '非关键功能异常，影响个别用户。',
    ),
    firstResponse: hours(12),
    nextResponse: hours(12),
    resolution: hours(24),
  },
  low: {
    label: both('Low (level 4)', '低（四级）'),
    description: both(
      'A question that is not urgent; we name a date for it.',
      '不紧急的咨询；解决时间由服务人员告知。',
    ),
    firstResponse: hours(24),
    nextResponse: hours(24),
    resolution: null,
  },
} as const satisfies ServiceDefinition['priorities']

const workingDay = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:30', closes: '18:00' },
] as const

const days = (name: string, ...dates: readonly string[]) => dates.map((date) => ({ date, name }))
/** A weekend day that is worked in exchange for a holiday, with the hours of a Monday. */
const moved = (name: string, ...dates: readonly string[]) =>
  dates.map((date) => ({ date, name, hours: 'monday' as const }))

/** The preset promises around the clock; the other calendar shows business hours with China's holidays of 2026. */
export const calendars = {
  always: '24x7',
  business_hours: {
    zone: 'Asia/Shanghai',
    week: {
      monday: workingDay,
      tuesday: workingDay,
      wednesday: workingDay,
      thursday: workingDay,
      friday: workingDay,
      saturday: [],
      sunday: [],
    },
    holidays: [
      ...days('元旦', '2026-01-01', '2026-01-02', '2026-01-03'),
      ...days('春节', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'),
      ...days('春节', '2026-02-21', '2026-02-22', '2026-02-23'),
      ...days('清明节', '2026-04-04', '2026-04-05', '2026-04-06'),
      ...days('劳动节', '2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'),
      ...days('端午节', '2026-06-19', '2026-06-20', '2026-06-21'),
      ...days('中秋节', '2026-09-25', '2026-09-26', '2026-09-27'),
      ...days(
        '国庆节',
        '2026-10-01',
        '2026-10-02',
        '2026-10-03',
        '2026-10-04',
        '2026-10-05',
        '2026-10-06',
        '2026-10-07',
      ),
    ],
    workingDays: [
      ...moved('元旦', '2026-01-04'),
      ...moved('春节', '2026-02-14', '2026-02-28'),
      ...moved('劳动节', '2026-05-09'),
      ...moved('国庆节', '2026-09-20', '2026-10-10'),
    ],
    holidaysThrough: 2026,
  },
} as const satisfies ServiceDefinition['calendars']

export const sla = { calendar: 'always', pauses: ['waiting_on_requester'] } as const satisfies ServiceDefinition['sla']

export const escalation = [
  { id: 'half_time', clocks: ['resolution'], at: 0.5, notify: ['owner'] },
  { id: 'warning', clocks: ['first_response', 'next_response', 'resolution'], at: 0.8, notify: ['owner', 'lead'] },
  {
    id: 'breach',
    clocks: ['first_response', 'next_response', 'resolution'],
    at: 1,
    notify: ['owner', 'lead', 'manager'],
  },
  {
    id: 'critical_breach',
    clocks: ['first_response', 'resolution'],
    at: 1,
    priorities: ['critical'],
    notify: ['management'],
  },
  { id: 'overdue', clocks: ['first_response', 'resolution'], at: 1.5, notify: ['lead', 'manager', 'management'] },
] as const satisfies ServiceDefinition['escalation']

export const closure = {
  problemsNeed: ['cause', 'solution', 'prevention'],
  silence: { remindAfterDays: 5, closeAfterDays: 10, exceptTypes: ['vulnerability', 'complaint', 'data_request'] },
  reopenWithinDays: 30,
} as const satisfies ServiceDefinition['closure']
