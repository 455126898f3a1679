import { defineService, type ServiceDefinition } from '@aftercare/protocol/service'

const both = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })

const target = (firstResponse: number, resolution: number | null) => ({
  label: both('Target'),
  description: both('What it means'),
  firstResponse,
  resolution,
})

const role = { label: both('Role'), description: both('What it may') }

/** The least that is a whole service: two types, one of them for few, two teams, a question on each axis. */
export const smallService: ServiceDefinition = defineService({
  format: 1,
  version: '1',
  label: both('Small service'),
  locales: ['en', 'zh-CN'],
  types: [
    {
      id: 'fault',
      label: both('Fault'),
      description: both('Something is broken'),
      problem: true,
      visibility: { customer: 'account' },
      asks: ['scope', 'hindrance'],
      priority: 'normal',
      fields: [
        {
          id: 'kind',
          kind: 'choice',
          required: true,
          label: both('Which kind?'),
          options: [
            { id: 'soft', label: both('Software') },
            { id: 'hard', label: both('Hardware') },
          ],
        },
        {
          id: 'device',
          kind: 'text',
          maxLength: 10,
          label: both('Which device?'),
          visibleWhen: { field: 'kind', is: 'hard' },
          requiredWhen: { field: 'kind', is: 'hard' },
        },
        {
          id: 'serial',
          kind: 'text',
          label: both('Its serial number?'),
          visibleWhen: { field: 'device', filled: true },
        },
        { id: 'part', kind: 'component', label: both('Which part?') },
        {
          id: 'tags',
          kind: 'multiple_choice',
          atMost: 2,
          label: both('Tags'),
          options: [
            { id: 'a', label: both('A') },
            { id: 'b', label: both('B') },
            { id: 'c', label: both('C') },
          ],
        },
        { id: 'on', kind: 'date', label: both('On which day?') },
        { id: 'at', kind: 'date', precision: 'instant', label: both('When?') },
        { id: 'window', kind: 'date_range', label: both('Between?') },
        { id: 'count', kind: 'number', whole: true, minimum: 1, maximum: 9, label: both('How many?') },
        { id: 'release', kind: 'version', label: both('Which version?') },
        { id: 'again', kind: 'boolean', label: both('Again?') },
        {
          id: 'agreed',
          kind: 'consent',
          required: true,
          label: both('Consent'),
          statement: both('I agree'),
          visibleWhen: { field: 'again', is: true },
        },
        { id: 'cause', kind: 'long_text', label: both('Cause'), visibleTo: ['agent', 'lead'] },
      ],
    },
    {
      id: 'secret',
      label: both('Secret'),
      description: both('For few'),
      problem: false,
      visibility: { customer: 'requester', teams: ['experts'] },
      priority: 'high',
      fields: [],
    },
  ],
  components: [{ id: 'core', label: both('Core') }],
  impact: {
    impact: [
      { id: 'many', label: both('Many') },
      { id: 'one', label: both('One') },
    ],
    urgency: [
      { id: 'now', label: both('Now') },
      { id: 'later', label: both('Later') },
    ],
    questions: [
      {
        id: 'scope',
        axis: 'impact',
        label: both('Whom?'),
        options: [
          { id: 'all', level: 'many', label: both('All') },
          { id: 'me', level: 'one', label: both('Me') },
        ],
      },
      {
        id: 'hindrance',
        axis: 'urgency',
        label: both('How much?'),
        options: [
          { id: 'stop', level: 'now', label: both('Stopped') },
          { id: 'unknown', label: both('I do not know') },
        ],
      },
    ],
    matrix: { many: { now: 'critical', later: 'normal' }, one: { now: 'high', later: 'low' } },
  },
  priorities: { critical: target(60, 120), high: target(60, 240), normal: target(120, 480), low: target(240, null) },
  calendars: { always: '24x7', unused: '24x7' },
  sla: { calendar: 'always', pauses: ['waiting_on_requester'] },
  escalation: [{ id: 'breach', clocks: ['resolution'], at: 1, notify: ['owner', 'lead'] }],
  roles: {
    requester: role,
    account_admin: role,
    account_auditor: role,
    partner: role,
    agent: role,
    lead: role,
    manager: role,
    auditor: role,
    admin: role,
  },
  jobProfiles: [{ id: 'tester', role: 'agent', label: both('Tester') }],
  skills: [{ id: 'metal', label: both('Metal') }],
  teams: [
    { id: 'top', layer: 'management', label: both('Top'), description: both('All') },
    { id: 'desk', layer: 'team', under: 'top', line: 1, label: both('Desk'), description: both('First') },
    { id: 'experts', layer: 'specialist', under: 'desk', label: both('Experts'), description: both('Second') },
  ],
  routing: {
    rules: [
      { id: 'secrets', when: { types: ['secret'] }, team: 'experts', reason: both('Few see it') },
      {
        id: 'hardware',
        when: { types: ['fault'], fields: { field: 'kind', is: 'hard' }, languages: ['zh'] },
        team: 'experts',
        skills: ['metal'],
        callIn: ['desk'],
        reason: both('Hardware'),
      },
    ],
    otherwise: { team: 'desk', reason: both('The rest') },
  },
  closure: {
    problemsNeed: ['cause'],
    silence: { remindAfterDays: 3, closeAfterDays: 7, exceptTypes: ['secret'] },
    reopenWithinDays: 14,
  },
})
