// Calendars of a corpus folder: `cn-holidays-workdays.json` and `holidays-COUNTRY.json`, each with office hours.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calendarSchema } from '@aftercare/protocol/sla/schemas'

const zoneOf = {
  AE: 'Asia/Dubai',
  'DE-BY': 'Europe/Berlin',
  'GB-ENG': 'Europe/London',
  HK: 'Asia/Hong_Kong',
  IL: 'Asia/Jerusalem',
  IN: 'Asia/Kolkata',
  JP: 'Asia/Tokyo',
  SA: 'Asia/Riyadh',
  SG: 'Asia/Singapore',
  TW: 'Asia/Taipei',
  US: 'America/New_York',
}

const day = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
]
const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] }

function calendar(zone, holidays, workingDays) {
  const once = (days) => [...new Map(days.map((each) => [each.date, each])).values()]
  const years = [...holidays, ...workingDays].map(({ date }) => Number(date.slice(0, 4)))
  return calendarSchema.parse({
    zone,
    week,
    holidays: once(holidays.map(({ date, name }) => ({ date, name }))),
    workingDays: once(workingDays.map(({ date, name }) => ({ date, name, hours: 'monday' }))),
    holidaysThrough: Math.max(...years),
  })
}

/** Every calendar of the folder, as its schema has accepted it. */
export function calendarsOf(folder) {
  const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const china = read('cn-holidays-workdays.json')
  const ofType = (type) => china.filter((each) => each.type === type)
  const others = readdirSync(folder).flatMap((file) => {
    const zone = zoneOf[/^holidays-(.+)\.json$/.exec(file)?.[1]]
    return zone === undefined ? [] : [calendar(zone, read(file), [])]
  })
  return [calendar('Asia/Shanghai', ofType('holiday'), ofType('workday')), ...others]
}
