import type { Core, SupportClient, VisitorOptions } from '@aftercare/client'
import { css, html, LitElement, type PropertyDeclarations, type PropertyValues } from 'lit'
import {
  type ContextCallback,
  ContextProviderEvent,
  type ContextRequestEvent,
  contextKey,
  type SupportContext,
} from '../base/context.ts'

/**
 * @summary Gives the elements inside it their connection to the backend. Shows nothing itself, and requests
 *   nothing before one of them needs it.
 * @tagname aftercare-provider
 * @status stable
 * @since 0.1
 *
 * @slot - The host's page with the widgets in it.
 */
export class AftercareProvider extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `

  static override properties: PropertyDeclarations = {
    url: { reflect: true, useDefault: true },
    tokenUrl: { attribute: 'token-url', reflect: true, useDefault: true },
    tenant: { reflect: true, useDefault: true },
    subject: { reflect: true, useDefault: true },
    locale: { reflect: true, useDefault: true },
    diagnostics: {},
    visitor: { type: Boolean, reflect: true },
    getToken: { attribute: false },
    client: { attribute: false },
  }

  /** Base path of the backend, absolute or relative to the page. */
  declare url: string
  /** Same-origin address of the host that answers with a token for the signed-in person; read for each token. */
  declare tokenUrl: string
  /** The tenant's public id, a token's `aud`. */
  declare tenant: string
  /**
   * The signed-in person's id, a token's `sub`. With `tenant` beside it, drafts and unsent tickets are found
   * without a token, so offline too. Change it with the person: everything is then opened anew.
   */
  declare subject: string
  /** BCP 47; else the page's language. */
  declare locale: string
  /**
   * What to note from the beginning for a form that offers it, where the host made no client: a list with spaces of
   * `console`, `requests`, `navigation`, `marks`, `versions`.
   */
  declare diagnostics: string | undefined
  /**
   * Whoever uses the page is somebody whom no backend vouches for: it takes no token, needs `tenant`, and asks the
   * server for a visitor's token when there is something to send. The tenant has to let visitors in.
   */
  declare visitor: boolean
  /** Solves what the server asks of visitors, where that is not its own proof of work. */
  declare solveChallenge: VisitorOptions['solve']
  /** Returns a token; goes before `token-url`. Another function is used from the next token on. */
  declare getToken: (() => Promise<string>) | undefined
  /** A client the host has made; goes before all of the above. */
  declare client: SupportClient | Core | undefined

  #core: Promise<Core> | undefined
  #context: SupportContext = this.#open()
  readonly #subscribers = new Map<ContextCallback, () => void>()

  constructor() {
    super()
    this.url = this.tokenUrl = this.tenant = this.subject = this.locale = ''
    this.addEventListener('context-request', this.#answer)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.dispatchEvent(new ContextProviderEvent())
    if (this.diagnostics) this.core()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // A move within the page disconnects for a moment only.
    setTimeout(() => this.isConnected || this.#close())
  }

  /** The core, made at the first call. */
  core(): Promise<Core> {
    const { client } = this
    if (client) return Promise.resolve('core' in client ? client.core : client)
    this.#core ??= (
      this.diagnostics
        ? import('../diagnostics/open-noting-core.ts')
        : this.visitor
          ? import('./open-visitor.ts')
          : import('./open-core.ts')
    ).then((module) => module.openCore(this))
    return this.#core
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) return
    if (['url', 'client', 'tenant', 'subject', 'visitor'].some((name) => changed.has(name))) this.#close()
    for (const [callback, unsubscribe] of [...this.#subscribers]) callback(this.#context, unsubscribe)
  }

  #open(): SupportContext {
    const provider = this
    return {
      get locale() {
        return provider.locale || undefined
      },
      core: () => this.core(),
    }
  }

  #answer = (event: ContextRequestEvent): void => {
    if (event.context !== contextKey) return
    event.stopPropagation()
    const { callback } = event
    const unsubscribe = (): void => void this.#subscribers.delete(callback)
    if (event.subscribe) this.#subscribers.set(callback, unsubscribe)
    callback(this.#context, unsubscribe)
  }

  #close(): void {
    const core = this.#core
    this.#core = undefined
    this.#context = this.#open()
    core?.then((open) => open.close()).catch(() => {})
  }

  protected override render(): unknown {
    return html`<slot></slot>`
  }
}
