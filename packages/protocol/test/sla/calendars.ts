import type { Calendar, Span, Weekday } from '@aftercare/protocol/sla'

const officeHours: Span[] = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
]

/** The same hours from Monday to Friday, or on the days that are given. */
export function weekOf(
  spans: readonly (readonly [string, string])[],
  days: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
): Calendar['week'] {
  const on = (day: Weekday) => (days.includes(day) ? spans.map(([opens, closes]) => ({ opens, closes })) : [])
  return {
    monday: on('monday'),
    tuesday: on('tuesday'),
    wednesday: on('wednesday'),
    thursday: on('thursday'),
    friday: on('friday'),
    saturday: on('saturday'),
    sunday: on('sunday'),
  }
}

export const everyDay: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

export const inZone = (zone: string, week: Calendar['week']): Calendar => ({
  zone,
  week,
  holidays: [],
  workingDays: [],
  holidaysThrough: null,
})

/** Monday to Friday, nine to five, in Berlin. */
export const berlin = inZone('Europe/Berlin', weekOf([['09:00', '17:00']]))

export const alwaysOpen = inZone('UTC', weekOf([['00:00', '24:00']], everyDay))

/** Every date from the first to the last, both included. */
function dates(first: string, last: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

const holidays = (name: string, first: string, last = first) => dates(first, last).map((date) => ({ date, name }))
const worked = (name: string, ...days: string[]) => days.map((date) => ({ date, name, hours: 'monday' as const }))

/**
 * China's holidays and moved working days of 2025 and 2026, from the yearly notices of the General Office of the State
 * Council on the arrangement of holidays (国务院办公厅关于部分节假日安排的通知), published on www.gov.cn.
 */
export const china: Calendar = {
  zone: 'Asia/Shanghai',
  week: {
    ...weekOf([]),
    monday: officeHours,
    tuesday: officeHours,
    wednesday: officeHours,
    thursday: officeHours,
    friday: officeHours,
  },
  holidays: [
    ...holidays('元旦', '2025-01-01'),
    ...holidays('春节', '2025-01-28', '2025-02-04'),
    ...holidays('清明节', '2025-04-04', '2025-04-06'),
    ...holidays('劳动节', '2025-05-01', '2025-05-05'),
    ...holidays('端午节', '2025-05-31', '2025-06-02'),
    ...holidays('国庆节、中秋节', '2025-10-01', '2025-10-08'),
    ...holidays('元旦', '2026-01-01', '2026-01-03'),
    ...holidays('春节', '2026-02-15', '2026-02-23'),
    ...holidays('清明节', '2026-04-04', '2026-04-06'),
    ...holidays('劳动节', '2026-05-01', '2026-05-05'),
    ...holidays('端午节', '2026-06-19', '2026-06-21'),
    ...holidays('中秋节', '2026-09-25', '2026-09-27'),
    ...holidays('国庆节', '2026-10-01', '2026-10-07'),
  ],
  workingDays: [
    ...worked('春节', '2025-01-26', '2025-02-08'),
    ...worked('劳动节', '2025-04-27'),
    ...worked('国庆节、中秋节', '2025-09-28', '2025-10-11'),
    ...worked('元旦', '2026-01-04'),
    ...worked('春节', '2026-02-14', '2026-02-28'),
    ...worked('劳动节', '2026-05-09'),
    ...worked('国庆节', '2026-09-20', '2026-10-10'),
  ],
  holidaysThrough: 2026,
}
