import { businessCalendar, readClocks, type SlaEvent, type SlaTarget } from '@aftercare/protocol/sla'
import { below, type Random, type Window } from './random-cases.ts'

const minute = 60_000

/**
 * Compares the resolution clock of a ticket that waits for its requester now and then, at whole minutes, with the
 * oracle, which leaves out the minutes that were waited for.
 */
export function* compareClocks(
  { calendar, oracle }: Window,
  random: Random,
  cases: number,
): Generator<string | undefined> {
  const business = businessCalendar(calendar)
  const total = Math.max(2, oracle.elapsed(oracle.from, oracle.to) / minute)
  const wholeMinute = (from: number) => from + below(random, Math.max(1, (oracle.to - from) / minute)) * minute
  for (let done = 0; done < cases; ) {
    const start = wholeMinute(oracle.from)
    const history: SlaEvent[] = [{ at: start, type: 'raised' }]
    const pauses: { from: number; to: number }[] = []
    const resolution = Math.max(1, Math.floor(Math.exp(random() * Math.log(total))))
    const times = Array.from({ length: below(random, 7) }, () => wholeMinute(start + minute))
    // Some begin to wait at the very instant at which the ticket would have been due.
    const exactly = random() < 0.3 ? oracle.advance(start, resolution * minute) : undefined
    if (exactly !== undefined) times.push(exactly)
    const turns = [...new Set(times)].filter((at) => at < oracle.to).sort((a, b) => a - b)
    for (const [index, at] of turns.entries()) {
      const waits = index % 2 === 0
      history.push({ at, type: 'status_changed', status: waits ? 'waiting_on_requester' : 'in_progress' })
      if (waits) pauses.push({ from: at, to: turns[index + 1] ?? Number.POSITIVE_INFINITY })
    }
    const now = wholeMinute(turns.at(-1) ?? start)
    const target: SlaTarget = { firstResponse: 1, resolution }
    const targets = { critical: target, high: target, normal: target, low: target }
    const reading = readClocks({
      history,
      policy: { targets, untriaged: 'normal', thresholds: [] },
      calendar: business,
      now,
      fired: new Set(),
    })
    const clock = reading.clocks.find((each) => each.clock === 'resolution')

    const counts = (at: number) => !pauses.some(({ from, to }) => at * minute >= from && at * minute < to)
    let due = oracle.advance(start, resolution * minute, counts)
    // To wait from the due instant on comes before being late.
    const late = pauses.find(({ from }) => from === due)
    if (late) due = late.to
    const waiting = pauses.some(({ from, to }) => now >= from && now < to)
    let wanted: string
    if (due !== undefined && due <= now) wanted = `breached ${due}`
    else if (waiting) wanted = `paused ${resolution * minute - oracle.elapsed(start, now, counts)}`
    else if (due === undefined) continue
    else wanted = `running ${due} ${oracle.elapsed(now, due)}`
    const said = clock && [
      clock.state,
      'due' in clock ? clock.due : undefined,
      'remaining' in clock ? clock.remaining : undefined,
    ]
    const got = said?.filter((each) => each !== undefined).join(' ')
    yield got === wanted
      ? undefined
      : `clock is ${got} and not ${wanted} at ${now}; ${JSON.stringify({ history, resolution, calendar })}`
    done += 1
  }
}
