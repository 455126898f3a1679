/** What can be wrong with a service definition. The code is stable, the words are for people. */
export type DefinitionProblemCode =
  /** A member that must be there is not. */
  | 'missing'
  /** Another kind of value than the member takes. */
  | 'wrong_kind'
  /** A member that a definition does not have; often a slip of the pen. */
  | 'unknown_member'
  /** None of the words that may stand here. */
  | 'not_one_of'
  /** Too few, too many, too long, too small, too large. */
  | 'out_of_bounds'
  /** Not written as it has to be: an id, a day, a time. */
  | 'wrong_form'
  /** An id that is already taken in the same list. */
  | 'duplicate_id'
  /** An id that names nothing: a team, type, field, option, calendar, question, level, component or skill. */
  | 'unknown_reference'
  /** Fields that are shown only if each other is, or teams above each other. */
  | 'cycle'
  /** A pair of impact and urgency without a priority. */
  | 'missing_cell'
  /** A text that is missing in one of the definition's languages. */
  | 'missing_words'
  /** A condition reads what not everybody who is asked the field can see. */
  | 'condition_reads_hidden'
  /** A comparison that the field's kind can never fit. */
  | 'condition_never_fits'
  /** A rule sends tickets to a team that may not see them. */
  | 'team_cannot_see'
  /** Two things that cannot both be meant. */
  | 'contradiction'

export interface DefinitionProblem {
  /** JSON Pointer (RFC 6901) into the definition. */
  readonly pointer: string
  readonly code: DefinitionProblemCode
  /** What is wrong. */
  readonly message: string
  /** What would be right. */
  readonly remedy: string
}

/** A definition that cannot be used, with everything that is wrong with it at once. */
export class ServiceDefinitionError extends Error {
  override readonly name = 'ServiceDefinitionError'
  readonly problems: readonly DefinitionProblem[]

  constructor(problems: readonly DefinitionProblem[]) {
    const lines = problems.map(
      ({ pointer, code, message, remedy }) => `  ${pointer || '/'} ${code}: ${message} ${remedy}`,
    )
    super(
      `The service definition has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${lines.join('\n')}`,
    )
    this.problems = problems
  }
}
