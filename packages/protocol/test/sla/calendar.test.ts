import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { advance, businessCalendar, type Calendar, elapsed, nextOpening } from '@aftercare/protocol/sla'
import { alwaysOpen, berlin, china, everyDay, inZone, weekOf } from './calendars.ts'

const hour = 3_600_000
const minute = 60_000

const due = (calendar: Calendar, start: string, remaining: number) =>
  new Date(advance(businessCalendar(calendar), Date.parse(start), remaining).instant).toISOString()
const between = (calendar: Calendar, from: string, to: string) =>
  elapsed(businessCalendar(calendar), Date.parse(from), Date.parse(to)).ms
const back = (calendar: Calendar, at: string) =>
  new Date(nextOpening(businessCalendar(calendar), Date.parse(at)).instant).toISOString()

describe('business time in an ordinary week', () => {
  it('counts inside a day', () => {
    assert.equal(due(berlin, '2025-01-15T09:00:00.000Z', 2 * hour), '2025-01-15T11:00:00.000Z')
  })

  it('goes on at the next opening, over a night and over a weekend', () => {
    assert.equal(due(berlin, '2025-01-16T15:00:00.000Z', 2 * hour), '2025-01-17T09:00:00.000Z')
    assert.equal(due(berlin, '2025-01-17T15:00:00.000Z', 2 * hour), '2025-01-20T09:00:00.000Z')
  })

  it('is due at the close, not at the next opening, when a day is used up to the millisecond', () => {
    assert.equal(due(berlin, '2025-01-17T15:00:00.000Z', hour), '2025-01-17T16:00:00.000Z')
    assert.equal(due(berlin, '2025-01-17T15:00:00.000Z', hour + 1), '2025-01-20T08:00:00.001Z')
  })

  it('begins to count at the opening when it starts in closed hours', () => {
    assert.equal(due(berlin, '2025-01-18T12:00:00.000Z', hour), '2025-01-20T09:00:00.000Z')
  })

  it('is due at once when nothing remains, open or not', () => {
    assert.equal(due(berlin, '2025-01-18T12:00:00.000Z', 0), '2025-01-18T12:00:00.000Z')
  })

  it('leaves out the pause between two spans of a day', () => {
    assert.equal(due(china, '2025-01-15T03:30:00.000Z', hour), '2025-01-15T05:30:00.000Z')
  })

  it('takes 24:00 and the midnight after it as one, so that a night shift is not interrupted', () => {
    const nights = inZone(
      'UTC',
      weekOf(
        [
          ['00:00', '06:00'],
          ['22:00', '24:00'],
        ],
        everyDay,
      ),
    )
    assert.equal(due(nights, '2025-01-15T22:00:00.000Z', 8 * hour), '2025-01-16T06:00:00.000Z')
  })

  it('says when people are back, which is now while they are there', () => {
    assert.equal(back(berlin, '2025-01-17T16:00:00.000Z'), '2025-01-20T08:00:00.000Z')
    assert.equal(back(berlin, '2025-01-17T15:59:59.999Z'), '2025-01-17T15:59:59.999Z')
  })

  it('has nothing elapsed backwards', () => {
    assert.equal(between(berlin, '2025-01-17T12:00:00.000Z', '2025-01-16T12:00:00.000Z'), 0)
  })

  it('answers the same whatever it was asked before', () => {
    const asked = businessCalendar(china)
    for (const year of [2031, 1999, 2025, 2012]) advance(asked, Date.UTC(year, 5, 1), 300 * hour)
    const start = Date.UTC(2025, 0, 20, 3)
    assert.deepEqual(advance(asked, start, 77 * hour), advance(businessCalendar(china), start, 77 * hour))
    assert.equal(elapsed(asked, Date.UTC(1998, 0, 1), start).ms, between(china, '1998-01-01', '2025-01-20T03:00:00Z'))
  })

  it('refuses what is no business time, and targets that no year has room for', () => {
    const calendar = businessCalendar(berlin)
    assert.throws(() => advance(calendar, 0, -1), RangeError)
    assert.throws(() => advance(calendar, 0, 0.5), RangeError)
    assert.throws(() => advance(calendar, Number.NaN, 1), RangeError)
    assert.throws(() => advance(calendar, Date.UTC(2499, 0, 1), 10_000 * hour), RangeError)
  })
})

describe('a service that never closes', () => {
  it('counts around the clock', () => {
    assert.equal(due(alwaysOpen, '2025-03-30T00:59:59.999Z', 1000 * hour), '2025-05-10T16:59:59.999Z')
    assert.equal(back(alwaysOpen, '2025-03-30T00:59:59.999Z'), '2025-03-30T00:59:59.999Z')
  })

  it('has no holidays to run out of', () => {
    assert.equal(advance(businessCalendar(alwaysOpen), Date.UTC(2300, 0, 1), hour).beyondData, false)
  })
})

describe("China's calendar", () => {
  it('rests on the holidays of the Spring Festival and works on the weekends moved for it', () => {
    // Saturday 24 January 2025 is free, Sunday 26 is worked, 28 January to 4 February are free, Saturday 8 is worked.
    assert.equal(back(china, '2025-01-25T04:00:00.000Z'), '2025-01-26T01:00:00.000Z')
    assert.equal(back(china, '2025-01-27T10:00:00.000Z'), '2025-02-05T01:00:00.000Z')
    assert.equal(due(china, '2025-01-24T09:00:00.000Z', 40 * hour), '2025-02-07T09:00:00.000Z')
    assert.equal(due(china, '2025-02-07T09:00:00.000Z', 2 * hour), '2025-02-08T02:00:00.000Z')
  })

  it('has as many working hours in 2025 and 2026 as the notices leave', () => {
    assert.equal(between(china, '2024-12-31T16:00:00.000Z', '2025-12-31T16:00:00.000Z'), 248 * 8 * hour)
    assert.equal(between(china, '2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z'), 248 * 8 * hour)
  })

  it('says so once an answer lies after the last year whose holidays are known', () => {
    const calendar = businessCalendar(china)
    const lastAfternoon = Date.parse('2026-12-31T09:00:00.000Z')
    assert.deepEqual(advance(calendar, lastAfternoon, hour), { instant: lastAfternoon + hour, beyondData: false })
    assert.equal(advance(calendar, lastAfternoon, hour + 1).beyondData, true)
    assert.equal(nextOpening(calendar, lastAfternoon + hour).beyondData, true)
    assert.equal(elapsed(calendar, lastAfternoon, Date.parse('2026-12-31T16:00:00.000Z')).beyondData, false)
    assert.equal(elapsed(calendar, lastAfternoon, Date.parse('2026-12-31T16:00:00.001Z')).beyondData, true)
  })

  it('can have a day with hours of its own', () => {
    const eve = { date: '2025-12-24', name: 'Christmas Eve', hours: [{ opens: '09:00', closes: '12:00' }] }
    const short: Calendar = { ...berlin, workingDays: [eve], holidaysThrough: 2025 }
    assert.equal(due(short, '2025-12-24T08:00:00.000Z', 4 * hour), '2025-12-25T09:00:00.000Z')
  })
})

describe('a clock that jumps forward', () => {
  it('opens and closes a span in the gap at the end of the gap', () => {
    // Berlin, 30 March 2025: from 02:00 to 03:00 at 01:00 UTC.
    const gap = (opens: string, closes: string) => inZone('Europe/Berlin', weekOf([[opens, closes]], ['sunday']))
    assert.equal(back(gap('02:15', '05:00'), '2025-03-30T00:00:00.000Z'), '2025-03-30T01:00:00.000Z')
    assert.equal(between(gap('01:00', '02:15'), '2025-03-30T00:00:00.000Z', '2025-03-31T00:00:00.000Z'), hour)
    assert.equal(between(gap('02:15', '02:45'), '2025-03-29T12:00:00.000Z', '2025-03-31T00:00:00.000Z'), 0)
  })

  it('loses half an hour at Lord Howe', () => {
    // 5 October 2025: from 02:00 to 02:30, +10:30 to +11.
    const howe = inZone('Australia/Lord_Howe', weekOf([['00:00', '06:00']], everyDay))
    assert.equal(between(howe, '2025-10-04T12:00:00.000Z', '2025-10-05T12:00:00.000Z'), 5.5 * hour)
    assert.equal(due(howe, '2025-10-04T13:30:00.000Z', 2 * hour + 1), '2025-10-04T15:30:00.001Z')
  })

  it('has no midnight in São Paulo on the first day of summer', () => {
    // 4 November 2018 began at 01:00.
    const paulo = inZone('America/Sao_Paulo', weekOf([['00:00', '08:00']], everyDay))
    assert.equal(back(paulo, '2018-11-03T18:00:00.000Z'), '2018-11-04T03:00:00.000Z')
    assert.equal(between(paulo, '2018-11-04T00:00:00.000Z', '2018-11-04T20:00:00.000Z'), 7 * hour)
  })

  it('never had a 30 December 2011 in Apia', () => {
    const apia = inZone('Pacific/Apia', weekOf([['09:00', '17:00']]))
    // Thursday 29 closes at 17:00 at -10, Friday 30 does not exist, Monday 2 January opens at 09:00 at +14.
    assert.equal(back(apia, '2011-12-30T03:00:00.000Z'), '2012-01-01T19:00:00.000Z')
    assert.equal(due(apia, '2011-12-30T02:00:00.000Z', 2 * hour), '2012-01-01T20:00:00.000Z')
    assert.equal(
      between({ ...apia, week: weekOf([['00:00', '24:00']], ['friday']) }, '2011-12-29T00:00Z', '2012-01-04T00:00Z'),
      0,
    )
  })
})

describe('a clock that jumps back', () => {
  it('opens at the first and closes at the second occurrence of a repeated time', () => {
    // Berlin, 26 October 2025: from 03:00 back to 02:00 at 01:00 UTC.
    const opening = inZone('Europe/Berlin', weekOf([['02:30', '04:00']], ['sunday']))
    assert.equal(back(opening, '2025-10-26T00:00:00.000Z'), '2025-10-26T00:30:00.000Z')
    assert.equal(between(opening, '2025-10-26T00:00:00.000Z', '2025-10-26T12:00:00.000Z'), 2.5 * hour)
    const closing = inZone('Europe/Berlin', weekOf([['00:00', '02:30']], ['sunday']))
    assert.equal(between(closing, '2025-10-25T12:00:00.000Z', '2025-10-26T12:00:00.000Z'), 3.5 * hour)
  })

  it('counts no minute twice where two spans share a repeated hour', () => {
    const touching = inZone(
      'Europe/Berlin',
      weekOf(
        [
          ['01:00', '02:30'],
          ['02:30', '04:00'],
        ],
        ['sunday'],
      ),
    )
    assert.equal(between(touching, '2025-10-25T12:00:00.000Z', '2025-10-26T12:00:00.000Z'), 4 * hour)
  })

  it('gains half an hour at Lord Howe', () => {
    // 6 April 2025: from 02:00 back to 01:30.
    const howe = inZone('Australia/Lord_Howe', weekOf([['01:45', '03:00']], everyDay))
    assert.equal(between(howe, '2025-04-05T12:00:00.000Z', '2025-04-06T12:00:00.000Z'), 105 * minute)
  })

  it('closes a day at its second midnight where the clock goes back over it', () => {
    // São Paulo, 18 February 2018 at 00:00: back to 23:00 of the 17th, a Saturday.
    const saturday = inZone('America/Sao_Paulo', weekOf([['20:00', '24:00']], ['saturday']))
    assert.equal(between(saturday, '2018-02-17T12:00:00.000Z', '2018-02-18T12:00:00.000Z'), 5 * hour)
  })

  it('is an hour behind for Ramadan in Casablanca', () => {
    // 2025: +01 until 23 February, +00 until 6 April.
    const rabat = inZone('Africa/Casablanca', weekOf([['09:00', '17:00']]))
    assert.equal(back(rabat, '2025-02-20T18:00:00.000Z'), '2025-02-21T08:00:00.000Z')
    assert.equal(back(rabat, '2025-03-03T18:00:00.000Z'), '2025-03-04T09:00:00.000Z')
    assert.equal(back(rabat, '2025-04-07T18:00:00.000Z'), '2025-04-08T08:00:00.000Z')
  })
})

describe('a clock with a quarter of an hour of its own', () => {
  it('opens at 03:15 UTC in Kathmandu', () => {
    assert.equal(
      back(inZone('Asia/Kathmandu', weekOf([['09:00', '17:00']])), '2025-01-15T00:00Z'),
      '2025-01-15T03:15:00.000Z',
    )
  })
})
