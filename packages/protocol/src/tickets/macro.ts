import type { ActionName } from './lifecycle.ts'

/** Actions that a macro may hold: what says the same of every ticket. */
export const macroActions = [
  ...['triage', 'retriage', 'claim', 'assign', 'start', 'wait_for_requester', 'wait_for_third_party'],
  ...['analyse', 'progress', 'set_workaround', 'set_permanent_fix', 'resolve', 'take_back', 'mark_spam'],
] as readonly ActionName[]

/** What a macro's reply can leave a place for: the requester's name, the ticket's number, the name of who sends it. */
export const macroPlaceholders = ['requester', 'number', 'agent'] as const
export type MacroPlaceholder = (typeof macroPlaceholders)[number]

const places = /\{(\w+)\}/g

/** Names in braces that stand for nothing. */
export function unknownPlaceholders(text: string): readonly string[] {
  const known: readonly string[] = macroPlaceholders
  return [...text.matchAll(places)].flatMap(([, name]) => (name === undefined || known.includes(name) ? [] : [name]))
}

/** The text with every place filled. */
export function fillPlaceholders(text: string, values: Readonly<Record<MacroPlaceholder, string>>): string {
  return text.replace(places, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as MacroPlaceholder] : whole,
  )
}
