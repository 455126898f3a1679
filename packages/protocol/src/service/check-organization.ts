import { checkComparison, comparisonsOf } from './check-type-fields.ts'
import type { Findings } from './findings.ts'
import { oneOf } from './nearest.ts'
import { layers } from './organization.ts'
import type { Place } from './place.ts'

/** Teams and where routing sends tickets. */
export function checkOrganization(findings: Findings, root: Place): void {
  checkTeams(findings, root.at('teams'))
  findings.unique(root.at('routing', 'rules'), 'rule')
  for (const rule of root.at('routing', 'rules').items) {
    checkDestination(findings, rule, root)
    checkWhen(findings, rule, root)
  }
  checkDestination(findings, root.at('routing', 'otherwise'), root)
  checkOtherwise(findings, root)
}

function checkTeams(findings: Findings, teams: Place): void {
  for (const team of teams.items) {
    const [layer, under] = [team.at('layer').text, team.at('under').text]
    findings.refers(team.at('under'), 'team', teams.ids)
    if (under === undefined) {
      if (layer !== undefined && layer !== 'management' && isLayer(layer)) {
        findings.add(
          team.at('under'),
          'missing',
          `A ${layer} stands under nothing, so that escalation ends there.`,
          'Name the unit above it.',
        )
      }
      continue
    }
    const above = teams.items.find((other) => other.at('id').text === under)?.at('layer').text
    if (above === undefined || layer === undefined || !isLayer(above) || !isLayer(layer)) continue
    if (layers.indexOf(above) >= layers.indexOf(layer)) {
      const message = `“${under}”, a ${above}, is not above a ${layer}.`
      const higher = layers.slice(0, layers.indexOf(layer))
      findings.add(
        team.at('under'),
        under === team.at('id').text ? 'cycle' : 'contradiction',
        message,
        `Name a unit of the layer ${oneOf(higher)}.`,
      )
    }
  }
}

const isLayer = (word: string): word is (typeof layers)[number] => layers.some((layer) => layer === word)

function checkDestination(findings: Findings, destination: Place, root: Place): void {
  const teams = root.at('teams').ids
  findings.refers(destination.at('team'), 'team', teams)
  findings.refersAll(destination.at('callIn'), 'team', teams)
  findings.refersAll(destination.at('skills'), 'skill', root.at('skills').ids)
}

/** What fits no rule goes to a team that may see it: a type for few needs a rule of its own. */
function checkOtherwise(findings: Findings, root: Place): void {
  const team = root.at('routing', 'otherwise', 'team')
  for (const type of root.at('types').items) {
    const allowed = type.at('visibility', 'teams')
    const may = allowed.items.flatMap((each) => each.text ?? [])
    const id = type.at('id').text
    if (!allowed.exists || id === undefined || team.text === undefined || may.includes(team.text)) continue
    const caught = root.at('routing', 'rules').items.some((rule) => {
      const when = rule.at('when')
      const types = when.at('types').items.map((each) => each.text)
      return when.names.length === 1 && types.includes(id) && may.includes(rule.at('team').text ?? '')
    })
    if (caught) continue
    findings.add(
      team,
      'team_cannot_see',
      `“${team.text}” may not see tickets of type “${id}” that fit no rule.`,
      `Add a rule for all tickets of type “${id}”.`,
    )
  }
}

function checkWhen(findings: Findings, rule: Place, root: Place): void {
  const when = rule.at('when')
  const types = root.at('types')
  const components = root.at('components').ids
  findings.refersAll(when.at('types'), 'ticket type', types.ids)
  findings.refersAll(when.at('components'), 'component', components)
  const named = when.at('types').items.flatMap((type) => type.text ?? [])
  const meant = types.items.filter((type) => named.length === 0 || named.includes(type.at('id').text ?? ''))
  for (const comparison of comparisonsOf(when.at('fields'))) {
    const fields = meant.flatMap((type) => type.at('fields').items)
    const read = fields.find((field) => field.at('id').text === comparison.field)
    if (read) checkComparison(findings, comparison, read, components)
    else
      findings.refers(
        comparison.place.at('field'),
        'field of the types meant',
        fields.flatMap((field) => field.at('id').text ?? []),
      )
  }
  if (named.length === 0) return
  for (const type of meant) {
    const allowed = type.at('visibility', 'teams')
    if (!allowed.exists) continue
    const may = allowed.items.flatMap((team) => team.text ?? [])
    for (const team of [rule.at('team'), ...rule.at('callIn').items]) {
      if (team.text === undefined || may.includes(team.text)) continue
      const message = `“${team.text}” may not see tickets of type “${type.at('id').text}”.`
      findings.add(team, 'team_cannot_see', message, `Use ${oneOf(may)}, or let the team see that type.`)
    }
  }
}
