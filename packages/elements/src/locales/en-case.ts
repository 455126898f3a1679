import type { CloseReason, PromiseReceipt, VisitState } from '@aftercare/protocol'
import type { TimelineWords } from './case-words.ts'
import { count } from './en.ts'
import tickets from './en-tickets.ts'

const { statuses } = tickets
const priorities = { critical: 'Critical', high: 'High', normal: 'Normal', low: 'Low' }
const clocks = { first_response: 'First answer', next_response: 'Next answer', resolution: 'Solution' }
const quoted = (text: string): string => `“${text}”`
const number = (of: { readonly number: number }): string => `#${of.number}`
const level = (priority: keyof typeof priorities | null): string =>
  priority ? priorities[priority].toLowerCase() : 'no priority'
const relations = {
  related: 'related to it',
  duplicate: 'a duplicate',
  parent: 'the larger one',
  child: 'a part of it',
  caused_by: 'its cause',
}
const causes = {
  defect: 'a defect',
  configuration: 'the configuration',
  hardware_or_network: 'hardware or network',
  misuse: 'how it was used',
  third_party: 'a third party',
}
const members: Readonly<Record<string, string>> = {
  subject: 'the subject',
  description: 'the description',
  fields: 'the answers',
  impact: 'the impact',
}

const timeline: TimelineWords = {
  raised({ channel, onBehalfOf }, { who, person }) {
    const ways = { email: ' by e-mail', chat: ' in a chat', phone: ' on the phone', visit: ' during a visit' } as const
    const way = channel in ways ? ways[channel as keyof typeof ways] : ''
    return `${who} raised the ticket${onBehalfOf ? ` for ${person(onBehalfOf)}` : ''}${way}`
  },
  sorted: ({ priority, reason }, { text }) => `Priority set to ${text(reason) || level(priority)}`,
  triaged: ({ priority }, { who }) =>
    `${who} accepted the ticket${priority ? ` with priority ${level(priority)}` : ''}`,
  priority_changed: ({ from, to }, { who }) => `${who} changed the priority from ${level(from)} to ${level(to)}`,
  type_changed: (_, { who }) => `${who} changed what the ticket is about`,
  assigned: ({ assignee, actor }, { who, person }) =>
    !assignee
      ? 'The ticket went back to the team'
      : assignee.id === actor?.id
        ? `${who} took over the ticket`
        : `${who} gave the ticket to ${person(assignee)}`,
  status_changed({ to }, { who, own, staff }) {
    switch (to) {
      case 'triaged':
        return `${who} accepted the ticket`
      case 'in_progress':
        return own && !staff ? 'Work goes on' : `${who} began to work on it`
      case 'waiting_on_requester':
        return staff ? `${who} asked the requester` : `${who} asked for your answer`
      case 'waiting_on_third_party':
        return `${who} is waiting for a third party`
      default:
        return `The status is now ${quoted(statuses[to])}`
    }
  },
  replied: (_, { who }) => `${who} replied`,
  progressed: (_, { who }) => `${who} told of progress`,
  date_named: ({ date }, { who, at }) => `${who} named a date for the solution: ${at(date)}`,
  workaround: ({ state, date }, { who, at }) =>
    state === 'planned'
      ? `${who} announced a workaround${date ? ` for ${at(date)}` : ''}`
      : state === 'available'
        ? `${who} gave a workaround`
        : `${who} withdrew the workaround`,
  permanent_fix: ({ state, date }, { who, at }) =>
    state === 'planned'
      ? `${who} announced a permanent fix${date ? ` for ${at(date)}` : ''}`
      : state === 'available'
        ? `${who} delivered a permanent fix`
        : `${who} withdrew the permanent fix`,
  resolved: (_, { who }) => `${who} reported it as solved`,
  rejected: (_, { who }) => `${who} said that it is not solved yet`,
  reopened: (_, { who }) => `${who} reopened the ticket`,
  corrected: ({ changed }, { who, list }) => `${who} corrected ${list(changed.map((name) => members[name] ?? name))}`,
  closure_announced: ({ closesAt }, { at }) => `The ticket will be closed on ${at(closesAt)} unless somebody answers`,
  closed({ reason, into }, { who }) {
    const how: Readonly<Record<CloseReason, string>> = {
      verified: `${who} confirmed the solution`,
      silence: 'The ticket was closed, since no answer came',
      merged: into ? `The ticket goes on in ${number(into)}` : 'The ticket goes on in another one',
      withdrawn: `${who} withdrew the ticket`,
      spam: 'The ticket was closed as unwanted mail',
    }
    return how[reason]
  },
  merged_in: ({ ticket }) => `${number(ticket)} was merged into this ticket`,
  watcher_added: ({ person: added, actor }, { who, person }) =>
    added.id === actor?.id ? `${who} began to follow the ticket` : `${who} added ${person(added)}`,
  watcher_removed: ({ person: removed, actor }, { who, person }) =>
    removed.id === actor?.id ? `${who} stopped following the ticket` : `${who} removed ${person(removed)}`,
  visit_offered: ({ mode }, { who }) => `${who} offered ${mode === 'remote' ? 'a remote session' : 'a visit on site'}`,
  visit_accepted: ({ slot }, { who, span }) => `${who} accepted ${span(slot)}`,
  visit_started: ({ mode }, { who }) => `${who} began the ${mode === 'remote' ? 'remote session' : 'visit'}`,
  visit_stopped: (_, { who }) => `${who} ended the visit`,
  visit_reported: (_, { who }) => `${who} wrote a report of the visit`,
  visit_signed: ({ name }) => `${name} signed the report`,
  breached: ({ clock }) => `The promised time has passed: ${clocks[clock].toLowerCase()}`,
  service_changed: ({ version }) => `Version ${version} of the service applies from here on`,

  noted: (_, { who }) => `${who} wrote an internal note`,
  routed: ({ team }) => (team ? `Sent to the team ${team}` : 'No rule names a team'),
  team_changed: ({ to }, { who }) => `${who} ${to ? `gave it to the team ${to}` : 'took it from its team'}`,
  analysed: ({ cause }, { who }) => `${who} analysed it${cause ? `, suspected cause: ${causes[cause]}` : ''}`,
  linked: ({ ticket, relation }, { who }) => `${who} linked ${number(ticket)}, ${relations[relation]}`,
  unlinked: ({ ticket }, { who }) => `${who} removed the link to ${number(ticket)}`,
  task_added: ({ title }, { who }) => `${who} added the task ${quoted(title)}`,
  task_finished: ({ title }, { who }) => `${who} finished the task ${quoted(title)}`,
  task_returned: ({ title, team }) =>
    team ? `The task ${quoted(title)} went to the team ${team}` : `Nobody has the task ${quoted(title)} any more`,
  article_drafted: ({ title }) => `A draft for an article was made: ${quoted(title)}`,
  escalated: ({ clock, share }) =>
    `Escalated at ${(share * 100).toLocaleString('en')} % of the time: ${clocks[clock].toLowerCase()}`,
}

/** What one ticket says besides. */
export default {
  service: 'The service',
  someone: 'Somebody',
  youAsObject: 'you',
  comma: ', ',
  ticket: 'Ticket',
  priority: (name: string) => `${name} priority`,
  priorities,
  nobodyYet: 'Nobody has it yet',

  next: {
    answer: 'Next, we answer',
    work: 'We are working on it',
    you: 'We are waiting for your answer',
    slot: 'Please choose a time for the visit',
    sign: 'Please sign the report of the visit',
    check: 'Please check whether it is solved',
    third: 'We are waiting for a third party',
    thirdHelp: 'We will write to you as soon as we hear from them.',
    requester: 'The requester is to answer',
    requesterCheck: 'The requester is to check the solution',
    by: (clock: string, when: string) => `${clock} promised by ${when}`,
    late: (clock: string, when: string) => `${clock} was promised by ${when}. We are late, and still on it.`,
    undated: 'We will name a date for the solution.',
    paused: 'The promised times stand still until then.',
  },
  closedTitles: {
    verified: 'Closed: you confirmed the solution',
    silence: 'Closed, since we had no answer',
    merged: 'This ticket goes on in another one',
    withdrawn: 'Closed: withdrawn',
    spam: 'Closed',
  } as Record<CloseReason, string>,
  goesOn: (ticket: string) => `Everything further is in ${ticket}.`,
  openOther: (ticket: string) => `Open ${ticket}`,

  promises: 'What we promised',
  clocks,
  states: {
    running: 'Running',
    paused: 'Paused',
    met: 'Kept',
    breached: 'Late',
    undated: 'No date yet',
    dropped: 'No longer due',
  } as Record<PromiseReceipt['state'], string>,
  dueBy: (when: string) => `by ${when}`,
  left: (time: string) => `${time} left`,
  leftOpen: (time: string) => `${time} of service hours left`,
  over: (time: string) => `${time} ago`,
  doneAt: (when: string) => `done ${when}`,
  early: (time: string) => `${time} to spare`,
  wasDue: (when: string) => `promised by ${when}`,
  pausedSince: (when: string) => `since ${when}`,
  because: {
    waiting_on_requester: 'while we wait for your answer',
    waiting_on_third_party: 'while we wait for a third party',
  } as Record<string, string>,
  becauseStaff: 'while the requester is asked',
  undatedHelp: 'We will name a date for it.',
  earlierPromises: 'Earlier promises',
  beyondData: 'The holidays of that year are not known yet, so the time may still change.',
  units: { lessThanMinute: 'less than a minute' },

  handshake: {
    title: 'Is it solved?',
    help: 'Have a look, and tell us. We close the ticket only with your word.',
    closesAt: (when: string) => `Without an answer it closes on ${when}.`,
    yes: 'Yes, it is solved',
    no: 'No, not yet',
    reason: 'What is not right yet?',
    reasonHelp: 'We take it up again at once, with the full time for a solution.',
    reasonRequired: 'Tell us what is not right yet.',
    send: 'Send and reopen',
    back: 'Back',
    replyOpens: 'A reply opens the ticket again.',
  },
  reopen: {
    title: 'Has it come back?',
    help: (when: string) => `You can reopen this ticket until ${when}.`,
    open: 'Reopen',
    reason: 'Why should it be reopened?',
    reasonRequired: 'Tell us why.',
    send: 'Reopen the ticket',
  },
  withdraw: {
    open: 'Withdraw the ticket …',
    title: 'Withdraw the ticket?',
    help: 'It is closed, and nobody works on it any more.',
    reason: 'Reason',
    send: 'Withdraw',
  },
  correct: {
    open: 'Correct the ticket …',
    title: 'Correct the ticket',
    send: 'Save the correction',
    nothing: 'Nothing has changed.',
  },
  menu: 'More',
  cancel: 'Cancel',
  tooLongBy: (over: number) => `${count(over, 'character', 'characters')} too many.`,
  onItsWay: (what: string) => `${what} is on its way`,
  wasRefused: (what: string) => `${what} was not taken`,
  pending: {
    verify: 'Your confirmation',
    reject: 'Your answer “not yet”',
    reopen: 'Your wish to reopen it',
    withdraw: 'Your withdrawal',
    watch: 'The change of who follows',
    unwatch: 'The change of who follows',
    accept_visit: 'Your choice of a time',
    sign_visit: 'Your signature',
    correction: 'Your correction',
    other: 'The change',
  },
  refused: {
    action_not_possible: 'The ticket has gone on meanwhile, and this is no longer possible.',
    ticket_closed: 'The ticket is closed by now.',
    reopen_window_over: 'It was closed too long ago to be reopened. Please raise a new ticket.',
    precondition_failed: 'Somebody else has changed the same text meanwhile. Please look at it, and correct it anew.',
  } as Partial<Record<string, string>>,

  fixes: 'Workaround and fix',
  workaround: 'Workaround',
  permanentFix: 'Permanent fix',
  fixState: {
    planned: (when: string | undefined) => (when ? `planned for ${when}` : 'planned'),
    available: (when: string | undefined) => (when ? `available since ${when}` : 'available'),
    withdrawn: () => 'withdrawn',
  },
  solvedHow: 'How it was solved',
  cause: 'Cause',
  solution: 'Solution',
  prevention: 'So that it does not come back',

  visits: 'Visits',
  modes: { remote: 'Remote session', on_site: 'Visit on site' },
  visitStates: {
    offered: 'Please choose a time',
    accepted: 'Agreed',
    started: 'Under way',
    stopped: 'Over; the report follows',
    reported: 'The report waits for your signature',
    signed: 'Signed',
  } as Record<VisitState, string>,
  visitStatesStaff: { offered: 'Offered', reported: 'The report waits to be signed' } as Partial<
    Record<VisitState, string>
  >,
  chooseSlot: 'Choose a time',
  slotRequired: 'Choose one of the times.',
  accept: 'Accept this time',
  acceptHelp: 'With this you agree to the remote session.',
  signName: 'Your name',
  signRequired: 'Write your name.',
  sign: 'Sign the report',
  signedBy: (name: string, when: string) => `Signed by ${name}, ${when}`,

  followers: 'Who follows',
  onlyYou: 'Nobody else follows this ticket.',
  stopFollowing: 'Stop following',
  addColleague: 'Add a colleague …',
  colleague: 'Colleague',
  addFollower: 'Add',
  noColleagues: 'Nobody else of your account is known here yet.',
  removeFollower: (name: string) => `Remove ${name}`,
  yourself: (name: string) => `${name} (you)`,

  history: 'What happened',
  earlierEntries: 'Show what happened before',
  allEntries: (many: number) => `Show all ${many.toLocaleString('en')}`,
  fewerEntries: 'Show less',
  said: { verify: 'Thank you.', rejected: 'We take it up again.' },
  timeline,
}
