import type { Core } from '@aftercare/client'
import type { CoreSettings } from '../provider/open-core.ts'
import type { VisitorSettings } from '../provider/open-visitor.ts'
import { capture } from './capture.ts'

interface NotingSettings extends CoreSettings, VisitorSettings {
  readonly visitor: boolean
  readonly diagnostics: string | undefined
}

/** Makes the core behind a provider that notes what happens on its page; loads where one is asked to, and nowhere else. */
export async function openCore(settings: NotingSettings): Promise<Core> {
  const { visitor, diagnostics = '' } = settings
  const { openCore } = await (visitor ? import('../provider/open-visitor.ts') : import('../provider/open-core.ts'))
  const core = openCore(settings)
  capture(core, diagnostics)
  return core
}
