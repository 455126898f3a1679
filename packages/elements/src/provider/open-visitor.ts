import { type Core, createVisitorCore, type VisitorOptions } from '@aftercare/client'

/** What the attributes and properties of a provider for visitors say. */
export interface VisitorSettings {
  readonly url: string
  readonly tenant: string
  readonly locale: string
  readonly solveChallenge: VisitorOptions['solve']
  readonly renderRoot: HTMLElement | DocumentFragment
}

/** Makes the core behind a provider for visitors; nothing is requested before there is something to send. */
export function openCore(settings: VisitorSettings): Core {
  const { url, tenant, locale, solveChallenge: solve, renderRoot } = settings
  const field = decoy(renderRoot)
  const core = createVisitorCore({ url, tenant, locale: locale || undefined, solve, decoy: () => field.value })
  core.onClose(() => field.remove())
  return core
}

/** A field that no person sees or reaches, and that a program fills in which fills in everything. */
function decoy(renderRoot: VisitorSettings['renderRoot']): HTMLInputElement {
  const field = document.createElement('input')
  field.name = 'website'
  field.tabIndex = -1
  field.autocomplete = 'off'
  field.ariaHidden = 'true'
  // By properties: a page's policy may forbid what stands in a `style` attribute. Not `hidden`, which programs look for.
  Object.assign(field.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    opacity: '0',
    pointerEvents: 'none',
    border: '0',
    padding: '0',
    clipPath: 'inset(50%)',
  })
  renderRoot.append(field)
  return field
}
