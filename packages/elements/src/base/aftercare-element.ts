import type { Core, SupportClient } from '@aftercare/client'
import { LitElement, type PropertyDeclarations } from 'lit'
import type { Words } from '../locales/words.ts'
import { ContextRequestEvent, contextKey, type SupportContext } from './context.ts'
import { pageLanguage } from './locale.ts'

/**
 * What every widget has in common: a client, by property or from the provider above it, and the words of
 * its language, without which it renders nothing.
 */
export abstract class AftercareElement<W extends Pick<Words, 'tag'> = Words> extends LitElement {
  static override properties: PropertyDeclarations = {
    client: { attribute: false },
    locale: { reflect: true, useDefault: true },
  }

  /** The client to use where there is no `<aftercare-provider>` above: a `SupportClient` or its core. */
  declare client: SupportClient | Core | undefined
  /** BCP 47; else the provider's, else the page's language. */
  declare locale: string

  protected words!: W
  #context: SupportContext | undefined
  #forget: (() => void) | undefined
  #waiting: ((context: SupportContext) => void)[] = []

  constructor() {
    super()
    this.locale = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('context-provider', this.#ask)
    this.#ask()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('context-provider', this.#ask)
    this.#forget?.()
    this.#forget = undefined
  }

  /** The client's core, as soon as there is one; `.client` goes before the provider. */
  protected async core(): Promise<Core> {
    const { client } = this
    if (client) return 'core' in client ? client.core : client
    const context = this.#context ?? (await new Promise<SupportContext>((resolve) => this.#waiting.push(resolve)))
    return context.core()
  }

  /** The words for a reader of `tag` (BCP 47); at once where they are loaded. */
  protected abstract wordsFor(tag: string): W | Promise<W>

  /** Called when the element may have got another client. */
  protected clientChanged(): void {}

  #ask = (event?: Event): void => {
    if (this.#forget || (event && (event as Partial<ContextRequestEvent>).context !== contextKey)) return
    this.dispatchEvent(
      new ContextRequestEvent(this, (context, unsubscribe) => {
        const other = context !== this.#context
        this.#context = context
        this.#forget = unsubscribe
        for (const resolve of this.#waiting.splice(0)) resolve(context)
        // Only another language: what is open stays open.
        if (other) this.clientChanged()
        this.requestUpdate()
      }),
    )
  }

  /** The first update waits for the words; later ones have them at hand. */
  // biome-ignore lint/suspicious/noConfusingVoidType: as Lit declares it
  protected override scheduleUpdate(): void | Promise<unknown> {
    const words = this.wordsFor(this.locale || this.#context?.locale || pageLanguage(this))
    if (!(words instanceof Promise)) {
      this.words = words
      return super.scheduleUpdate()
    }
    return words.then((loaded) => {
      this.words = loaded
      return super.scheduleUpdate()
    })
  }
}
