import {
  changeMacro,
  createMacro,
  listMacros,
  type Macro,
  type MacroChange,
  type MacroOutcome,
  type NewMacro,
  problem,
  removeMacro,
  runMacro,
} from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'
import { once } from './once.ts'
import type { DoOptions } from './staff-options.ts'

/** What is said and done often. Leads and managers make them; everybody who works tickets runs them. */
export interface Macros {
  list(): Promise<readonly Macro[]>
  create(macro: Omit<NewMacro, 'id'>, options?: DoOptions): Promise<Macro>
  change(id: string, change: MacroChange, options?: DoOptions): Promise<Macro>
  remove(id: string, options?: DoOptions): Promise<void>
}

export function macros(core: Core): Macros {
  return {
    list: async () => (await core.call(listMacros)).items,
    create(macro, options) {
      const { id, call } = once(core, options)
      return core.call(createMacro, { body: { id, ...macro } }, call)
    },
    change: (macroId, body, options) => core.call(changeMacro, { params: { macroId }, body }, once(core, options).call),
    async remove(macroId, options) {
      await core.call(removeMacro, { params: { macroId } }, once(core, options).call)
    },
  }
}

/** Rejects with `not_found` where no macro has that name or id. */
export async function runMacroNamed(
  core: Core,
  ticketId: string,
  name: string,
  options?: DoOptions,
): Promise<MacroOutcome> {
  const { items } = await core.call(listMacros)
  const macro = items.find((each) => each.name === name) ?? items.find((each) => each.id === name)
  if (!macro) throw new SupportProblem(problem('not_found', { detail: `There is no macro “${name}”` }))
  const { id, call } = once(core, options)
  return core.call(runMacro, { params: { ticketId }, body: { id, macro: macro.id } }, call)
}
