import type { Findings } from './findings.ts'
import { oneOf } from './nearest.ts'
import type { Place } from './place.ts'
import { serviceRoles } from './roles.ts'

/** A comparison inside a condition, with the place that it stands at. */
export interface Comparison {
  readonly place: Place
  readonly field: string
}

/** Every comparison of a condition, however deep it stands. */
export function comparisonsOf(condition: Place): readonly Comparison[] {
  const field = condition.at('field').text
  return [
    ...(field === undefined ? [] : [{ place: condition, field }]),
    ...condition.at('all').items.flatMap(comparisonsOf),
    ...condition.at('any').items.flatMap(comparisonsOf),
    ...(condition.at('not').exists ? comparisonsOf(condition.at('not')) : []),
  ]
}

const ordered = ['number']
const withOptions = ['choice', 'multiple_choice']

/** Whether the value that is compared with can ever be one of the field's. */
export function checkComparison(
  findings: Findings,
  { place, field: id }: Comparison,
  field: Place,
  components: readonly string[],
): void {
  const kind = field.at('kind').text
  if (kind === undefined) return
  const [member, fits, remedy] = place.at('is').exists
    ? (['is', kind !== 'date_range', 'Ask whether it is filled.'] as const)
    : place.at('in').exists
      ? (['in', !['date_range', 'consent', 'boolean'].includes(kind), 'Use is, or filled.'] as const)
      : place.at('atLeast').exists
        ? (['atLeast', ordered.includes(kind), 'Compare a number field, or use is.'] as const)
        : ([
            'atMost',
            !place.at('atMost').exists || ordered.includes(kind),
            'Compare a number field, or use is.',
          ] as const)
  if (!fits) {
    findings.add(
      place.at(member),
      'condition_never_fits',
      `“${id}” is a field of kind ${kind}, which ${member} never fits.`,
      remedy,
    )
    return
  }
  if (member !== 'is' && member !== 'in') return
  const values = member === 'is' ? [place.at('is')] : place.at('in').items
  const wanted = kind === 'consent' || kind === 'boolean' ? 'boolean' : kind === 'number' ? 'number' : 'string'
  for (const value of values) {
    if (typeof value.value !== wanted) {
      const right = wanted === 'boolean' ? 'true or false' : wanted === 'number' ? 'a number' : 'a text'
      findings.add(
        value,
        'condition_never_fits',
        `An answer to “${id}” is never ${JSON.stringify(value.value)}.`,
        `Give ${right}.`,
      )
    } else if (withOptions.includes(kind)) findings.refers(value, `option of “${id}”`, field.at('options').ids)
    else if (kind === 'component') findings.refers(value, 'component', components)
  }
}

const seenBy = (field: Place): readonly string[] =>
  field.at('visibleTo').exists ? field.at('visibleTo').items.flatMap((role) => role.text ?? []) : serviceRoles

/** Fields of one type: their ids, bounds and conditions, and that no field waits for itself to be shown. */
export function checkTypeFields(findings: Findings, type: Place, components: readonly string[]): void {
  const fields = type.at('fields')
  findings.unique(fields, 'field')
  const byId = new Map(
    fields.items.flatMap((field) =>
      field.at('id').text === undefined ? [] : [[field.at('id').text ?? '', field] as const],
    ),
  )
  for (const field of fields.items) {
    findings.unique(field.at('options'), 'option')
    const [minimum, maximum] = [field.at('minimum').number, field.at('maximum').number]
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      findings.add(
        field.at('maximum'),
        'contradiction',
        `The maximum ${maximum} is below the minimum ${minimum}.`,
        `Give at least ${minimum}.`,
      )
    }
    const [atMost, choices] = [field.at('atMost').number, field.at('options').items.length]
    if (atMost !== undefined && choices > 0 && atMost > choices) {
      findings.add(
        field.at('atMost'),
        'contradiction',
        `At most ${atMost} of ${choices} options is no limit.`,
        `Give at most ${choices}, or leave it out.`,
      )
    }
    if (field.at('kind').text === 'component' && components.length === 0) {
      findings.add(
        field,
        'contradiction',
        'The field asks for a component, and there is none.',
        'Declare components, or remove the field.',
      )
    }
    if (field.at('required').value === true && field.at('requiredWhen').exists) {
      findings.add(
        field.at('requiredWhen'),
        'contradiction',
        'The field is required anyway.',
        'Keep required or requiredWhen.',
      )
    }
    for (const member of ['visibleWhen', 'requiredWhen']) {
      for (const comparison of comparisonsOf(field.at(member))) {
        findings.refers(comparison.place.at('field'), 'field of this type', [...byId.keys()])
        const read = byId.get(comparison.field)
        if (!read) continue
        checkComparison(findings, comparison, read, components)
        const blind = seenBy(field).filter((role) => !seenBy(read).includes(role))
        if (blind.length > 0) {
          findings.add(
            comparison.place.at('field'),
            'condition_reads_hidden',
            `${oneOf(blind)} would be asked “${field.at('id').text}” by “${comparison.field}”, which is hidden from them.`,
            'Show both to the same roles.',
          )
        }
      }
    }
  }
  checkCycles(findings, byId)
}

/** Names each circle of visibility once, at the field of it that stands first. */
function checkCycles(findings: Findings, byId: ReadonlyMap<string, Place>): void {
  const named = new Set<string>()
  for (const [id, field] of byId) {
    const circle = circleFrom(id, byId)
    if (!circle || circle.some((member) => named.has(member))) continue
    for (const member of circle) named.add(member)
    findings.add(
      field.at('visibleWhen'),
      'cycle',
      `Whether “${id}” is shown depends on itself: ${[...circle, id].join(' → ')}.`,
      'Let one of them not depend on the next.',
    )
  }
}

/** The shortest way from a field over the fields that its visibility reads back to itself. */
function circleFrom(start: string, byId: ReadonlyMap<string, Place>): readonly string[] | undefined {
  const reads = (id: string) =>
    comparisonsOf(byId.get(id)?.at('visibleWhen') ?? byId.values().next().value!.absent('')).map(({ field }) => field)
  const ways: (readonly string[])[] = [[start]]
  const met = new Set<string>()
  for (const way of ways) {
    for (const next of reads(way.at(-1)!)) {
      if (next === start) return way
      if (met.has(next)) continue
      met.add(next)
      ways.push([...way, next])
    }
  }
  return undefined
}
