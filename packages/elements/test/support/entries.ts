import { staffTimelineTypes, type TimelineEntry, type TimelineType, timelineTypes } from '@aftercare/protocol'

const at = '2026-06-16T14:00:00.000Z'
const mara = { id: 'mara', name: 'Mara Lindqvist' }
const ines = { id: 'ines', name: 'Ines Carvalho' }
const tomas = { id: 'tomas', name: null }
const other = { id: 'b', number: 1017 }
const slot = { from: at, to: '2026-06-16T15:00:00.000Z' }
const fix = { text: 'Press F5.', date: at }
const reason = 'Because of the tide.'

type Members<Type extends TimelineType> = Omit<
  Extract<TimelineEntry, { readonly type: Type }>,
  'seq' | 'part' | 'at' | 'actor' | 'type'
>

/** What each kind of entry can say; where it says different things, one of each. */
const examples: { readonly [Type in TimelineType]: readonly Members<Type>[] } = {
  raised: [
    { channel: 'widget', onBehalfOf: null },
    { channel: 'phone', onBehalfOf: mara },
    { channel: 'email', onBehalfOf: null },
  ],
  sorted: [
    { priority: 'high', impact: 'many', urgency: 'stopped', reason: { en: 'High (level 2)', 'zh-CN': '重要（二级）' } },
  ],
  triaged: [
    { ticketType: 'incident', priority: 'high', reason },
    { ticketType: 'incident', priority: null, reason: null },
  ],
  priority_changed: [
    { from: 'low', to: 'high', reason },
    { from: null, to: 'normal', reason: null },
  ],
  type_changed: [{ from: 'question', to: 'incident' }],
  assigned: [{ assignee: ines }, { assignee: tomas }, { assignee: null }],
  status_changed: [
    { from: 'new', to: 'triaged', reason: null },
    { from: 'triaged', to: 'in_progress', reason: null },
    { from: 'in_progress', to: 'waiting_on_requester', reason },
    { from: 'in_progress', to: 'waiting_on_third_party', reason },
    { from: 'in_progress', to: 'resolved', reason: null },
    { from: 'resolved', to: 'closed', reason: null },
    { from: 'closed', to: 'new', reason: null },
  ],
  replied: [{ message: 'm' }],
  progressed: [{ text: 'Half done.' }],
  date_named: [{ date: at }],
  workaround: [
    { ...fix, state: 'planned' },
    { ...fix, state: 'planned', date: null },
    { ...fix, state: 'available' },
    { ...fix, state: 'withdrawn' },
  ],
  permanent_fix: [
    { ...fix, state: 'planned' },
    { ...fix, state: 'planned', date: null },
    { ...fix, state: 'available' },
    { ...fix, state: 'withdrawn' },
  ],
  resolved: [{ cause: 'A full disk.', solution: 'We made room.', prevention: 'An alert.' }],
  rejected: [{ reason }],
  reopened: [{ reason }],
  corrected: [{ changed: ['subject', 'description', 'fields', 'impact'] }],
  closure_announced: [{ closesAt: at }],
  closed: [
    { reason: 'verified', into: null },
    { reason: 'silence', into: null },
    { reason: 'merged', into: other },
    { reason: 'withdrawn', into: null },
    { reason: 'spam', into: null },
  ],
  merged_in: [{ ticket: other }],
  watcher_added: [{ person: tomas }, { person: mara }],
  watcher_removed: [{ person: tomas }, { person: mara }],
  visit_offered: [
    { visit: 'v', mode: 'remote', purpose: 'To look together.', slots: [slot] },
    { visit: 'v', mode: 'on_site', purpose: 'To change the disk.', slots: [slot] },
  ],
  visit_accepted: [{ visit: 'v', slot }],
  visit_started: [
    { visit: 'v', mode: 'remote' },
    { visit: 'v', mode: 'on_site' },
  ],
  visit_stopped: [{ visit: 'v' }],
  visit_reported: [{ visit: 'v', report: 'Done.' }],
  visit_signed: [{ visit: 'v', name: 'Mara Lindqvist' }],
  breached: [
    { clock: 'first_response', generation: 1 },
    { clock: 'next_response', generation: 1 },
    { clock: 'resolution', generation: 2 },
  ],
  service_changed: [{ version: '2' }],
  noted: [{ message: 'm' }],
  routed: [
    {
      team: 'second_line',
      rule: 'r',
      skills: [],
      callIn: [],
      reason: { en: 'Urgent.', 'zh-CN': '紧急。' },
      serviceVersion: '1',
    },
    { team: null, rule: null, skills: [], callIn: [], reason: {}, serviceVersion: '1' },
  ],
  team_changed: [
    { from: null, to: 'second_line', reason },
    { from: 'second_line', to: null, reason: null },
  ],
  analysed: [
    { cause: 'defect', fields: [], text: 'The cache.' },
    { cause: 'hardware_or_network', fields: [], text: 'The cable.' },
    { cause: null, fields: [], text: 'Nothing yet.' },
  ],
  linked: [
    { ticket: other, relation: 'duplicate' },
    { ticket: other, relation: 'caused_by' },
  ],
  unlinked: [{ ticket: other }],
  task_added: [{ task: 't', title: 'Call the carrier', team: null, assignee: null, due: null }],
  task_finished: [{ task: 't', title: 'Call the carrier', result: 'They agree.' }],
  task_returned: [
    { task: 't', title: 'Call the carrier', team: 'security' },
    { task: 't', title: 'Call the carrier', team: null },
  ],
  article_drafted: [{ article: 'a', title: 'Why labels do not print' }],
  escalated: [{ clock: 'resolution', generation: 1, share: 0.75, notified: [] }],
}

/** Examples of every kind of entry: by the provider, by the requester, and by the service itself. */
export const entriesOf = (type: TimelineType): readonly TimelineEntry[] =>
  examples[type].flatMap((members) =>
    [{ ...ines, side: 'agent' as const }, { ...mara, side: 'requester' as const }, null].map(
      // Members and type are of one kind, since both are the key's.
      (actor, part) => ({ seq: 1, part, at, actor, type, ...members }) as TimelineEntry,
    ),
  )

export const everyType: readonly TimelineType[] = [...timelineTypes, ...staffTimelineTypes]
