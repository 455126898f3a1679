import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Calendar } from '@aftercare/protocol/sla'
import { calendarSchema } from '@aftercare/protocol/sla/schemas'
import { alwaysOpen, berlin, china, weekOf } from './calendars.ts'

/** Where a calendar is wrong, and what is said about it. */
function faults(calendar: unknown): string[] {
  const result = calendarSchema.safeParse(calendar)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const monday = (...spans: [string, string][]) => ({
  ...berlin,
  week: { ...berlin.week, monday: spans.map(([opens, closes]) => ({ opens, closes })) },
})

describe('a calendar in a service definition', () => {
  it('is accepted as it is: office hours, around the clock, China with its moved days', () => {
    for (const calendar of [berlin, alwaysOpen, china]) assert.deepEqual(calendarSchema.parse(calendar), calendar)
  })

  it('names an IANA zone, and no offset that would know no daylight saving', () => {
    for (const zone of ['Asia/Kathmandu', 'UTC', 'America/Argentina/Buenos_Aires']) {
      assert.deepEqual(faults({ ...berlin, zone }), [])
    }
    for (const zone of ['Mars/Olympus', '+01:00', '']) {
      assert.deepEqual(faults({ ...berlin, zone }), [
        'zone: An IANA time zone, such as Asia/Shanghai, that this runtime knows',
      ])
    }
  })

  it('has spans that close after they open, in order, and may end a day at 24:00', () => {
    assert.deepEqual(faults(monday(['00:00', '12:00'], ['12:00', '24:00'])), [])
    for (const wrong of [
      ['17:00', '09:00'],
      ['09:00', '09:00'],
      ['24:00', '24:00'],
    ] as const) {
      assert.deepEqual(faults(monday([...wrong])), ['week.monday.0: A span closes after it opens, on the same day'])
    }
    for (const wrong of ['9:00', '24:01', '12:60', 'noon']) {
      assert.deepEqual(faults(monday([wrong, '24:00'])), [
        'week.monday.0.opens: A local time is HH:MM, from 00:00 to 24:00',
      ])
    }
    assert.deepEqual(faults(monday(['09:00', '12:00'], ['11:00', '17:00'])), [
      'week.monday: The spans of a day stand in order and do not overlap',
    ])
  })

  it('opens at least once in an ordinary week', () => {
    assert.deepEqual(faults({ ...berlin, week: weekOf([]) }), [
      'week: An ordinary week has at least one span, or nothing would ever be due',
    ])
  })

  it('has dates that exist, each of them once', () => {
    const eve = { date: '2025-12-24', name: 'Christmas Eve' }
    const dated: Calendar = { ...berlin, holidays: [eve], holidaysThrough: 2025 }
    assert.deepEqual(faults(dated), [])
    assert.deepEqual(faults({ ...dated, holidays: [{ ...eve, date: '2025-02-29' }] }), [
      'holidays.0.date: There is no such day',
    ])
    assert.deepEqual(faults({ ...dated, holidays: [{ ...eve, date: '24.12.2025' }] }), [
      'holidays.0.date: A date is YYYY-MM-DD',
    ])
    assert.deepEqual(faults({ ...dated, workingDays: [{ ...eve, hours: 'monday' }] }), [
      'workingDays.0.date: 2025-12-24 stands there twice; a day is a holiday or it is worked',
    ])
  })

  it('says how far its dates go, and keeps to it', () => {
    const dated = { ...berlin, holidays: [{ date: '2026-01-01', name: 'New Year' }] }
    assert.deepEqual(faults({ ...dated, holidaysThrough: null }), [
      'holidaysThrough: A calendar with dates names the last year that they cover',
    ])
    assert.deepEqual(faults({ ...dated, holidaysThrough: 2025 }), [
      'holidays.0.date: 2026-01-01 lies after 2025, the last year that the dates cover',
    ])
  })

  it('has no member that nobody knows', () => {
    const [issue] = calendarSchema.safeParse({ ...berlin, timezone: 'Europe/Berlin' }).error?.issues ?? []
    assert.deepEqual(issue?.code === 'unrecognized_keys' && issue.keys, ['timezone'])
  })
})
