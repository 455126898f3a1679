/** Where a translation of an article stands. What is published stays so while a newer revision is worked on. */
export const articleStates = ['draft', 'review', 'published', 'archived'] as const
export type ArticleState = (typeof articleStates)[number]

/** Whoever works on articles; `import` is whoever runs the server and brings them from elsewhere. */
export type ArticleActor = 'agent' | 'lead' | 'manager' | 'import'

interface Rule {
  readonly actors: readonly ArticleActor[]
  /** Where it leads from each state in which it is possible. */
  readonly moves: Readonly<Partial<Record<ArticleState, ArticleState>>>
}

const writers = ['agent', 'lead', 'manager'] as const
const approvers = ['lead', 'manager'] as const

/**
 * What may be done with a translation: by whom, in which state, and where it leads. Whoever writes submits, whoever leads
 * approves; what was edited has to be approved anew.
 */
export const articleLifecycle = {
  edit: { actors: writers, moves: { draft: 'draft', review: 'draft', published: 'draft' } },
  /** Takes the text of an earlier revision up again, as a new one. */
  restore: { actors: writers, moves: { draft: 'draft', review: 'draft', published: 'draft' } },
  submit: { actors: writers, moves: { draft: 'review' } },
  /** Not yet: back to whoever wrote it. */
  send_back: { actors: approvers, moves: { review: 'draft' } },
  publish: { actors: approvers, moves: { review: 'published' } },
  archive: { actors: approvers, moves: { draft: 'archived', review: 'archived', published: 'archived' } },
  revive: { actors: writers, moves: { archived: 'draft' } },
  /** What waits for a decision, and what was taken back by one, is not overtaken by a file. */
  import: { actors: ['import'], moves: { draft: 'published', published: 'published' } },
} as const satisfies Record<string, Rule>

export type ArticleStep = keyof typeof articleLifecycle
export const articleSteps = Object.keys(articleLifecycle) as readonly ArticleStep[]

export type ArticleTransition =
  | { readonly allowed: true; readonly to: ArticleState }
  | { readonly allowed: false; readonly code: 'forbidden' | 'action_not_possible' }

/** Total: every state, step and actor has an effect or a refusal. */
export function articleTransition(state: ArticleState, step: ArticleStep, actor: ArticleActor): ArticleTransition {
  const { actors, moves }: Rule = articleLifecycle[step]
  if (!actors.includes(actor)) return { allowed: false, code: 'forbidden' }
  const to = moves[state]
  return to ? { allowed: true, to } : { allowed: false, code: 'action_not_possible' }
}
