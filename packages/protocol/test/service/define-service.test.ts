import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  checkService,
  type DefinitionProblemCode,
  defineService,
  definitionText,
  readService,
  ServiceDefinitionError,
} from '@aftercare/protocol/service'
import fc from 'fast-check'
import { smallService } from './small-service.ts'

/** The small service with one value put at a pointer; `undefined` removes what is there. */
function changed(...changes: readonly (readonly [pointer: string, value: unknown])[]): unknown {
  const copy: unknown = structuredClone(smallService)
  for (const [pointer, value] of changes) {
    const path = pointer.split('/').slice(1)
    const last = path.pop() ?? ''
    const parent = path.reduce<unknown>((place, name) => Reflect.get(Object(place), name), copy)
    if (value === undefined) Reflect.deleteProperty(Object(parent), last)
    else Reflect.set(Object(parent), last, value)
  }
  return copy
}

const found = (definition: unknown) => checkService(definition).map(({ pointer, code }) => `${pointer} ${code}`)

/** One mistake, where and as what it is found, and words that the remedy has to hold. */
const mistakes: readonly (readonly [
  name: string,
  change: readonly [string, unknown],
  pointer: string,
  code: DefinitionProblemCode,
  remedy: string,
])[] = [
  ['a missing section', ['/sla', undefined], '/sla', 'missing', 'Give an object.'],
  [
    'a number that is a text',
    ['/priorities/high/resolution', '4h'],
    '/priorities/high/resolution',
    'wrong_kind',
    'number',
  ],
  [
    'a misspelt member',
    ['/types/0/fields/1/requierd', true],
    '/types/0/fields/1/requierd',
    'unknown_member',
    'correct its name',
  ],
  [
    'a word that may not stand there',
    ['/types/0/priority', 'hihg'],
    '/types/0/priority',
    'not_one_of',
    'Did you mean “high”?',
  ],
  [
    'a kind of field that there is not',
    ['/types/0/fields/1/kind', 'txt'],
    '/types/0/fields/1/kind',
    'not_one_of',
    'Did you mean “text”?',
  ],
  [
    'a promise of no time',
    ['/priorities/low/firstResponse', 0],
    '/priorities/low/firstResponse',
    'out_of_bounds',
    'at least 1',
  ],
  ['an empty list', ['/teams', []], '/teams', 'out_of_bounds', 'Give at least 1 entry in “teams”.'],
  ['an id with a capital', ['/skills/0/id', 'Metal Work'], '/skills/0/id', 'wrong_form', 'lower-case'],
  ['an empty text', ['/label/en', ' '], '/label/en', 'wrong_form', 'Write something'],
  ['a text in no language', ['/label/chinese!', 'x'], '/label/chinese!', 'wrong_form', 'language tag'],
  [
    'a zone that there is not',
    ['/calendars/always', { ...week(), zone: 'Mars/Olympus' }],
    '/calendars/always/zone',
    'wrong_form',
    'Asia/Shanghai',
  ],
  [
    'a time that there is not',
    ['/calendars/always', week({ opens: '9:00', closes: '25:00' })],
    '/calendars/always/week/monday/0/opens',
    'wrong_form',
    'HH:MM',
  ],
  ['a calendar that is a word', ['/calendars/always', 'always'], '/calendars/always', 'wrong_kind', '24x7'],
  [
    'a condition that compares nothing',
    ['/types/0/fields/1/visibleWhen', { field: 'kind', equals: 'hard' }],
    '/types/0/fields/1/visibleWhen',
    'wrong_kind',
    'atLeast',
  ],
  [
    'a condition with a word too many',
    ['/types/0/fields/1/visibleWhen', { field: 'kind', is: 'hard', or: 1 }],
    '/types/0/fields/1/visibleWhen/or',
    'unknown_member',
    'Remove',
  ],
  ['more files than the server takes', ['/files', { maxCount: 11 }], '/files/maxCount', 'out_of_bounds', 'at most 10'],
  [
    'larger files than the server takes',
    ['/files', { maxBytes: 20 * 1024 ** 2 }],
    '/files/maxBytes',
    'out_of_bounds',
    'at most 10485760',
  ],
  ['a limit that takes no file', ['/files', { maxCount: 0 }], '/files/maxCount', 'out_of_bounds', 'at least 1'],
  [
    'a word without one that means the same',
    ['/synonyms', [['invoice']]],
    '/synonyms/0',
    'out_of_bounds',
    'at least 2',
  ],
  ['a synonym with a space at its end', ['/synonyms', [['bill', 'invoice ']]], '/synonyms/0/1', 'wrong_form', ''],
  ['a misspelt limit', ['/files', { maxSize: 1 }], '/files/maxSize', 'unknown_member', 'correct its name'],
  ['a role that is not described', ['/roles/partner', undefined], '/roles/partner', 'missing', 'object'],
  ['two fields of one id', ['/types/0/fields/2/id', 'device'], '/types/0/fields/2/id', 'duplicate_id', 'of its own'],
  ['two types of one id', ['/types/1/id', 'fault'], '/types/1/id', 'duplicate_id', 'of its own'],
  ['two rules of one id', ['/routing/rules/1/id', 'secrets'], '/routing/rules/1/id', 'duplicate_id', 'of its own'],
  [
    'two options of one id',
    ['/types/0/fields/0/options/1/id', 'soft'],
    '/types/0/fields/0/options/1/id',
    'duplicate_id',
    'of its own',
  ],
  [
    'a team that there is not',
    ['/routing/rules/0/team', 'expert'],
    '/routing/rules/0/team',
    'unknown_reference',
    'Did you mean “experts”?',
  ],
  [
    'a team called in that there is not',
    ['/routing/rules/1/callIn', ['nobody']],
    '/routing/rules/1/callIn/0',
    'unknown_reference',
    'desk',
  ],
  [
    'a type that there is not',
    ['/routing/rules/1/when/types', ['faults']],
    '/routing/rules/1/when/types/0',
    'unknown_reference',
    'fault',
  ],
  [
    'a skill that there is not',
    ['/routing/rules/1/skills', ['wood']],
    '/routing/rules/1/skills/0',
    'unknown_reference',
    'metal',
  ],
  ['a calendar that there is not', ['/sla/calendar', 'office'], '/sla/calendar', 'unknown_reference', 'always'],
  ['a question that there is not', ['/types/0/asks', ['scop']], '/types/0/asks/0', 'unknown_reference', 'scope'],
  [
    'a level that there is not',
    ['/impact/questions/0/options/0/level', 'now'],
    '/impact/questions/0/options/0/level',
    'unknown_reference',
    'many',
  ],
  [
    'a field in a condition that there is not',
    ['/types/0/fields/2/visibleWhen/field', 'devise'],
    '/types/0/fields/2/visibleWhen/field',
    'unknown_reference',
    'device',
  ],
  [
    'an option in a condition that there is not',
    ['/types/0/fields/1/visibleWhen/is', 'firm'],
    '/types/0/fields/1/visibleWhen/is',
    'unknown_reference',
    'hard',
  ],
  [
    'a field in a rule that its types lack',
    ['/routing/rules/1/when/fields/field', 'colour'],
    '/routing/rules/1/when/fields/field',
    'unknown_reference',
    'kind',
  ],
  [
    'a field that waits for itself',
    ['/types/0/fields/1/visibleWhen', { field: 'serial', filled: true }],
    '/types/0/fields/1/visibleWhen',
    'cycle',
    'not depend',
  ],
  ['a team above itself', ['/teams/1/under', 'desk'], '/teams/1/under', 'cycle', 'management'],
  ['a team under a lower layer', ['/teams/1/under', 'experts'], '/teams/1/under', 'contradiction', 'management'],
  ['a team under nothing', ['/teams/1/under', undefined], '/teams/1/under', 'missing', 'above'],
  [
    'a pair without a priority',
    ['/impact/matrix/one/later', undefined],
    '/impact/matrix/one/later',
    'missing_cell',
    'critical',
  ],
  ['a row of no level', ['/impact/matrix/mny', {}], '/impact/matrix/mny', 'unknown_reference', 'many'],
  [
    'a text that lacks a language',
    ['/types/0/fields/0/label/zh-CN', undefined],
    '/types/0/fields/0/label/zh-CN',
    'missing_words',
    'zh-CN',
  ],
  ['a text in a language too many', ['/label/de', 'Dienst'], '/label/de', 'contradiction', 'locales'],
  [
    'a question that a hidden field decides on',
    ['/types/0/fields/3/visibleWhen', { field: 'cause', filled: true }],
    '/types/0/fields/3/visibleWhen/field',
    'condition_reads_hidden',
    'same roles',
  ],
  [
    'a comparison with a number where there is text',
    ['/types/0/fields/2/visibleWhen', { field: 'device', atLeast: 3 }],
    '/types/0/fields/2/visibleWhen/atLeast',
    'condition_never_fits',
    'number field',
  ],
  [
    'a yes that is a text',
    ['/types/0/fields/11/visibleWhen/is', 'yes'],
    '/types/0/fields/11/visibleWhen/is',
    'condition_never_fits',
    'true or false',
  ],
  [
    'a rule to a team that may not see it',
    ['/routing/rules/0/team', 'desk'],
    '/routing/rules/0/team',
    'team_cannot_see',
    'experts',
  ],
  [
    'a type for few without a rule of its own',
    ['/routing/rules/0/when/priorities', ['high']],
    '/routing/otherwise/team',
    'team_cannot_see',
    'Add a rule',
  ],
  [
    'a resolution before the response',
    ['/priorities/high/resolution', 30],
    '/priorities/high/resolution',
    'contradiction',
    'at least 60',
  ],
  [
    'a reminder after the closing',
    ['/closure/silence/remindAfterDays', 9],
    '/closure/silence/remindAfterDays',
    'contradiction',
    'less than 7',
  ],
  [
    'bounds the wrong way round',
    ['/types/0/fields/8/maximum', 0],
    '/types/0/fields/8/maximum',
    'contradiction',
    'at least 1',
  ],
  [
    'more choices than options',
    ['/types/0/fields/4/atMost', 4],
    '/types/0/fields/4/atMost',
    'contradiction',
    'at most 3',
  ],
]

function week(span = { opens: '09:00', closes: '17:00' }) {
  const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return {
    zone: 'Asia/Shanghai',
    week: Object.fromEntries(weekdays.map((day) => [day, day === 'monday' ? [span] : []])),
    holidays: [],
    workingDays: [],
    holidaysThrough: null,
  }
}

describe('a definition', () => {
  it('that is right has nothing wrong, and is a copy that nobody can change', () => {
    assert.deepEqual(checkService(smallService), [])
    assert.deepEqual(readService(JSON.parse(JSON.stringify(smallService))), smallService)
    assert.ok(Object.isFrozen(smallService.types[0]?.fields[0]?.label))
  })

  for (const [name, change, pointer, code, remedy] of mistakes) {
    it(`with ${name} is told so as ${code}`, () => {
      const problems = checkService(changed(change))
      const problem = problems.find((each) => each.pointer === pointer && each.code === code)
      assert.ok(problem, `found ${JSON.stringify(problems, null, 1)}`)
      assert.ok(problem.remedy.includes(remedy), problem.remedy)
      assert.match(problem.message, /\.$/)
    })
  }

  it('with several mistakes hears of all of them at once, wherever they are', () => {
    const definition = changed(
      ['/version', undefined],
      ['/teams/0/layer', 'top'],
      ['/routing/rules/0/team', 'nobody'],
      ['/impact/matrix/many/now', undefined],
      ['/types/0/fields/2/id', 'device'],
    )
    for (const problem of [
      '/version missing',
      '/teams/0/layer not_one_of',
      '/routing/rules/0/team unknown_reference',
      '/impact/matrix/many/now missing_cell',
      '/types/0/fields/2/id duplicate_id',
    ]) {
      assert.ok(found(definition).includes(problem), `${problem} among ${found(definition)}`)
    }
  })

  it('names a circle of fields once, the whole way round', () => {
    const definition = changed(
      [
        '/types/0/fields/1/visibleWhen',
        { all: [{ field: 'kind', is: 'hard' }, { not: { field: 'part', is: 'core' } }] },
      ],
      ['/types/0/fields/3/visibleWhen', { any: [{ field: 'serial', filled: true }] }],
    )
    const circles = checkService(definition).filter(({ code }) => code === 'cycle')
    assert.equal(circles.length, 1)
    assert.match(circles[0]?.message ?? '', /device → part → serial → device/)
  })

  it('that is refused says in one message what, where, and what would be right', () => {
    assert.throws(
      () => readService(changed(['/sla/calendar', 'alway'])),
      (error) =>
        error instanceof ServiceDefinitionError &&
        error.problems.length === 1 &&
        error.message ===
          'The service definition has 1 problem:\n  /sla/calendar unknown_reference: There is no calendar “alway”. Did you mean “always”? Use “always” or “unused”.',
    )
  })

  it('may be anything at all: checking never throws, and never finds nothing wrong', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => checkService(value).length > 0),
      { numRuns: 200 },
    )
  })

  it('may compare with what cannot even be written down as a text', () => {
    assert.ok(checkService(changed(['/types/0/fields/11/visibleWhen/is', { toString: {} }])).length > 0)
  })

  it('may have anything at any place: checking never throws', () => {
    const pointers = [...new Set(mistakes.map(([, [pointer]]) => pointer))]
    fc.assert(
      fc.property(fc.constantFrom(...pointers), fc.jsonValue(), (pointer, value) => {
        checkService(changed([pointer, value]))
      }),
      { numRuns: 200 },
    )
  })

  it('has a text that is equal for equal definitions, whatever the order of members', () => {
    const turned = Object.fromEntries(Object.entries(smallService).reverse())
    assert.equal(definitionText(readService({ $schema: './service.json', ...turned })), definitionText(smallService))
    assert.notEqual(definitionText(readService(changed(['/version', '2']))), definitionText(smallService))
  })
})

describe('the compiler', () => {
  it('refuses ids that name nothing', () => {
    const { otherwise } = typed.routing
    const rule = { id: 'r', when: {}, team: 'top', reason: { en: 'R' } } as const
    const toNobody = { rules: [{ ...rule, team: 'nowhere' }], otherwise } as const
    const ofNoType = { rules: [{ ...rule, when: { types: ['b'] } }], otherwise } as const
    const impact = { ...typed.impact, matrix: { high: { now: 'high' }, low: {} } } as const
    const waiting = { id: 'x', kind: 'boolean', label: en('X'), visibleWhen: { field: 'y', filled: true } } as const
    const types = [{ ...typed.types[0], fields: [waiting] }] as const
    const attempts = [
      // @ts-expect-error there is no team “nowhere”
      () => defineService({ ...typed, routing: toNobody }),
      // @ts-expect-error there is no type “b”
      () => defineService({ ...typed, routing: ofNoType }),
      // @ts-expect-error there is no calendar “office”
      () => defineService({ ...typed, sla: { calendar: 'office', pauses: [] } }),
      // @ts-expect-error the cell of “low” and “now” is missing
      () => defineService({ ...typed, impact }),
      // @ts-expect-error there is no field “y”
      () => defineService({ ...typed, types }),
    ]
    for (const attempt of attempts) assert.throws(attempt, ServiceDefinitionError)
  })
})

const en = (text: string) => ({ en: text })
const typed = {
  format: 1,
  version: '1',
  label: en('T'),
  locales: ['en'],
  types: [
    {
      id: 'a',
      label: en('A'),
      description: en('A'),
      problem: false,
      visibility: { customer: 'account' },
      priority: 'low',
      fields: [],
    },
  ],
  components: [],
  impact: {
    impact: [
      { id: 'high', label: en('H') },
      { id: 'low', label: en('L') },
    ],
    urgency: [{ id: 'now', label: en('N') }],
    questions: [],
    matrix: { high: { now: 'high' }, low: { now: 'low' } },
  },
  priorities: {
    critical: { label: en('1'), description: en('1'), firstResponse: 1, resolution: 1 },
    high: { label: en('2'), description: en('2'), firstResponse: 1, resolution: 1 },
    normal: { label: en('3'), description: en('3'), firstResponse: 1, resolution: 1 },
    low: { label: en('4'), description: en('4'), firstResponse: 1, resolution: null },
  },
  calendars: { always: '24x7' },
  sla: { calendar: 'always', pauses: [] },
  escalation: [],
  roles: {
    requester: { label: en('r'), description: en('r') },
    account_admin: { label: en('r'), description: en('r') },
    account_auditor: { label: en('r'), description: en('r') },
    partner: { label: en('r'), description: en('r') },
    agent: { label: en('r'), description: en('r') },
    lead: { label: en('r'), description: en('r') },
    manager: { label: en('r'), description: en('r') },
    auditor: { label: en('r'), description: en('r') },
    admin: { label: en('r'), description: en('r') },
  },
  jobProfiles: [],
  skills: [],
  teams: [{ id: 'top', layer: 'management', label: en('T'), description: en('T') }],
  routing: { rules: [], otherwise: { team: 'top', reason: en('R') } },
  closure: { problemsNeed: [], silence: null, reopenWithinDays: 0 },
} as const

describe('a definition in one language', () => {
  it('is as good as one in two', () => {
    assert.equal(defineService(typed).locales.length, 1)
  })
})
