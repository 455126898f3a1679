import { askChallenge, becomeVisitor } from '@aftercare/protocol'

/** What becoming a visitor takes besides: schemas and the solver. */
export async function loadAhead(): Promise<void> {
  await Promise.all([
    askChallenge.schemas(),
    becomeVisitor.schemas(),
    import('./proof-of-work.ts'),
    import('../problem-of.ts'),
  ])
}
