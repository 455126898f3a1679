import type { Submission } from '@aftercare/client'
import { listTickets } from '@aftercare/protocol'
import { type Device, type DeviceParts, piece } from './device.ts'
import type { SeededRandom } from './seeded-random.ts'
import { shown, type Written } from './submissions.ts'
import type { Tab } from './tab.ts'
import type { Typing } from './typing.ts'
import { visitor } from './visiting.ts'

export const persons = ['mara', 'siyuan'] as const

/** There is no such ticket. */
const nowhere = '00000000-0000-4000-8000-000000000000'

/** What of something new is known before it is handed over. */
interface Begun
  extends Partial<Pick<Written, 'marker' | 'files' | 'bad' | 'seen'>>,
    Pick<Written, 'kind' | 'conversation'> {}

/** What people do in front of the device. */
export interface People {
  readonly written: Written[]
  /** Opens a page for a person, as the host's link does. */
  open(person: string): Tab
  /** The person writes something and sends it off, on some tab; now and then, or if told, what a server refuses. */
  submit(bad?: boolean): void
  /** Notes what somebody is about to hand over. */
  begin(tab: Tab, begun: Begun): Written
  /** Watches what becomes of it. */
  follow(one: Written, sending: Promise<Submission<unknown>>): void
  /** Writes something on that page. */
  writeOn(tab: Tab): void
  /** Withdraws, tries again, or corrects something that is on the screen. */
  handle(): void
  /** Takes one file from something that is on its way, as long as that can be. */
  takeAway(random: SeededRandom): void
  signIn(tab: Tab, person: string): void
  signOut(tab: Tab): void
  /** Tabs that somebody can use now. */
  usable(): Tab[]
}

/** `sizes` decides how large files are: in half of the seeds some are larger than one piece. */
export function createPeople(
  device: Device,
  typing: Typing,
  sizes: SeededRandom,
  { random, trace, host, code }: DeviceParts,
): People {
  const written: Written[] = []
  const largest = sizes.chance(0.5) ? 6 * piece : 0

  const usable = () => device.tabs.filter(({ alive, frozen, over }) => alive && !frozen && !over)

  function open(person: string): Tab {
    const tab = device.open(person)
    // A page with a list of tickets looks at once for what is on its way.
    tab.core.outbox().catch(() => {})
    return tab
  }

  /** A page that is looked at asks the server for something, and hears in this way that its token is another's. */
  function look(tab: Tab): void {
    tab.core.call(listTickets, { query: {} }).catch(() => {})
  }

  function begin(tab: Tab, { marker = `#${written.length}`, ...more }: Begun): Written {
    const { conversation } = more
    const before = written.filter((other) => {
      const same = other.tab === tab && !other.shared && (other.conversation ?? other.submission?.id) === conversation
      return conversation !== undefined && same && other.saved && !other.emptied
    })
    const one: Written = {
      ...{ marker, person: tab.person, tab, files: [], seen: undefined, bad: false, behind: before },
      ...{ unwanted: new Set(), removed: new Set(), drafted: false, saved: false, emptied: false, dead: false },
      ...{ withdrawn: false, withdrawnAt: undefined, shared: false },
      ...more,
    }
    written.push(one)
    trace.add(`${tab.name} ${one.kind} ${marker}${one.bad ? ' bad' : ''}`)
    return one
  }

  function follow(one: Written, sending: Promise<Submission<unknown>>): void {
    const { tab, marker } = one
    sending.then(
      (submission) => {
        one.submission = submission
        submission.$state.subscribe((state) => {
          trace.add(`${tab.name} shows ${marker} ${state.status}`)
          if ('durable' in state && state.durable) one.saved = true
          one.dead ||= state.status === 'dead'
        })
      },
      (error) => trace.add(`${tab.name} could not take ${marker}: ${error}`),
    )
  }

  function write(tab: Tab, bad: boolean): void {
    const marker = `#${written.length}`
    const own = written.filter(
      (each) => each.kind === 'ticket' && each.person === tab.person && each.submission && !each.bad,
    )
    const answers = own.length > 0 && random.chance(0.4) ? random.pick(own) : undefined
    const count = random.chance(0.2) ? random.between(1, 3) : 0
    const files = Array.from({ length: count }, (_, index) => ({
      name: `${marker}-${index}.txt`,
      type: 'text/plain',
      bytes: new TextEncoder().encode(`file ${marker}-${index}`.padEnd(largest && sizes.between(0, largest), '.')),
    }))
    const conversation = answers && (bad ? nowhere : answers.submission?.id)
    const one = begin(tab, { kind: answers ? 'message' : 'ticket', files, conversation, bad })
    one.drafted = answers === undefined && random.chance(0.3)
    follow(one, send(tab, one, one.drafted))
  }

  async function send(
    tab: Tab,
    { kind, marker, person, files: attachments, conversation = '', bad }: Written,
    drafted: boolean,
  ) {
    if (kind === 'message') {
      return code.queueReply(tab.core, conversation, { body: marker, attachments })
    }
    const type = bad ? 'no_such_type' : 'incident'
    const input = { type, subject: marker, description: `Everything about ${marker}`, attachments }
    if (!drafted) return code.queueTicket(tab.core, input)
    return typing.send(tab, marker, (draft) => {
      if (tab.known !== undefined && tab.known !== person) throw new Error('Another person looks at the page by now')
      return code.queueTicket(tab.core, input, { draft })
    })
  }

  function withdraw(one: Written): void {
    one.withdrawn = true
    trace.add(`${one.tab.name} withdraws ${one.marker}`)
    void one.submission!.cancel()
  }

  /** What a person can still do something about, on a page of their own. */
  const inReach = () =>
    written.filter((one) => {
      const { tab } = one
      if (!one.submission || !tab.alive || tab.frozen || tab.known !== one.person || tab.person !== one.person)
        return false
      return !['acknowledged', 'cancelled'].includes(shown(one)!.status)
    })

  async function take(one: Written, choice: SeededRandom): Promise<void> {
    const { tab, submission, marker } = one
    const waiting = await code.waitingFiles(tab.core)
    const files = waiting.of(submission!.id)
    if (files.length === 0) return
    const { index, name } = choice.pick(files)
    one.unwanted.add(name)
    trace.add(`${tab.name} takes ${name} from ${marker}`)
    const done = await waiting.remove(submission!.id, index)
    trace.add(`${tab.name} ${done ? 'has taken' : 'could not take'} ${name}`)
    if (done) one.removed.add(name)
  }

  return {
    written,
    open,
    begin,
    follow,
    usable,
    writeOn: (tab) => write(tab, false),
    submit(bad) {
      // Who sees another person's page waits until it is his own.
      const tabs = usable().filter(({ known, person }) => known === undefined || known === person)
      write(tabs.length > 0 ? random.pick(tabs) : open(random.pick(persons)), bad ?? random.chance(0.05))
    },
    handle() {
      const open = inReach()
      if (open.length === 0) return
      const one = random.pick(open)
      if (shown(one)!.status !== 'needs_attention') return random.chance(0.4) ? withdraw(one) : one.submission!.retry()
      if (random.chance(0.3)) return one.submission!.retry()
      withdraw(one)
      if (random.chance(0.8)) write(one.tab, false)
    },
    takeAway(choice) {
      const open = inReach().filter(({ files }) => files.length > 0)
      if (open.length > 0) take(choice.pick(open), choice).catch(() => {})
    },
    signIn(tab, person) {
      // There is nobody to sign in, and nothing to sign in with.
      if (tab.person === visitor) return look(tab)
      trace.add(`${person} signs in on ${tab.name}`)
      if (tab.person !== person) {
        for (const one of written) if (one.tab === tab) one.shared = true
      }
      tab.person = person
      tab.signedIn = person
      host.revoke(tab)
      look(tab)
    },
    signOut(tab) {
      if (tab.person === visitor) return
      trace.add(`${tab.signedIn} signs out on ${tab.name}`)
      tab.signedIn = undefined
      host.revoke(tab)
    },
  }
}
