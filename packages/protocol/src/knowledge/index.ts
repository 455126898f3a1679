// The pure rules of the knowledge base: without clock, I/O and schemas.

export { articleAudiences, articleKinds } from './article-kinds.ts'
export {
  type ArticleActor,
  type ArticleState,
  type ArticleStep,
  articleLifecycle,
  articleStates,
  articleSteps,
  articleTransition,
} from './article-lifecycle.ts'
export { firstVersionKey, lastVersionKey, versionKey } from './article-versions.ts'
export { canonicalLocale } from './canonical-locale.ts'
export { chooseLocale } from './choose-locale.ts'
export { articleLimits } from './limits.ts'
export { type LineChange, lineChanges } from './line-changes.ts'
