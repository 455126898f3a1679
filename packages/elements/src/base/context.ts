import type { Core } from '@aftercare/client'

/** One per major version of the port below, so that elements of several releases find only what they understand. */
export const contextKey = Symbol.for('aftercare:1')

/** What elements get from the provider above them: the same object for as long as the client is the same. */
export interface SupportContext {
  /** BCP 47; undefined where the page's language decides. */
  readonly locale: string | undefined
  /** The client's core; its code loads at the first call. */
  core(): Promise<Core>
}

export type ContextCallback = (value: SupportContext, unsubscribe?: () => void) => void

/** Asks for a context, as the web components community's context protocol defines it. */
export class ContextRequestEvent extends Event {
  readonly context = contextKey
  readonly subscribe = true
  readonly contextTarget: Element
  readonly callback: ContextCallback

  constructor(contextTarget: Element, callback: ContextCallback) {
    super('context-request', { bubbles: true, composed: true })
    this.contextTarget = contextTarget
    this.callback = callback
  }
}

/** Says that a provider has arrived, for elements that had asked before it did. */
export class ContextProviderEvent extends Event {
  readonly context = contextKey

  constructor() {
    super('context-provider', { bubbles: true, composed: true })
  }
}

declare global {
  interface HTMLElementEventMap {
    'context-request': ContextRequestEvent
  }
}
