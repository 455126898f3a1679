import { checkOrganization } from './check-organization.ts'
import { checkPromises } from './check-promises.ts'
import { checkTypeFields } from './check-type-fields.ts'
import { checkWords } from './check-words.ts'
import type { DefinitionProblem } from './definition-problem.ts'
import { Findings } from './findings.ts'
import { Place } from './place.ts'

/** What is wrong with how the parts of a definition refer to each other, even if some of them are wrong themselves. */
export function checkReferences(definition: unknown): readonly DefinitionProblem[] {
  const root = new Place(definition)
  const findings = new Findings()
  const components = root.at('components').ids
  for (const list of ['types', 'components', 'componentGroups', 'escalation', 'jobProfiles', 'skills', 'teams']) {
    findings.unique(root.at(list), list === 'types' ? 'ticket type' : 'entry')
  }
  for (const type of root.at('types').items) {
    checkTypeFields(findings, type, components)
    findings.refersAll(type.at('asks'), 'question', root.at('impact', 'questions').ids)
    findings.refersAll(type.at('visibility', 'teams'), 'team', root.at('teams').ids)
  }
  const groups = root.at('componentGroups').ids
  for (const component of root.at('components').items) findings.refers(component.at('group'), 'component group', groups)
  findings.unique(root.at('status', 'templates'), 'template')
  checkPromises(findings, root)
  checkOrganization(findings, root)
  checkWords(findings, root)
  return findings.problems
}
