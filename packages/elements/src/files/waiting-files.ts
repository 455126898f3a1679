import type { Core, OutboxState } from '@aftercare/client'
import { type LitElement, nothing } from 'lit'
import type { FileWords, Words } from '../locales/words.ts'
import type { WaitingList } from './waiting-list.ts'

/** The files of writes that are on their way: what shows them loads once there is one, or files were chosen. */
export class WaitingFileView {
  readonly #host: LitElement
  readonly #words: () => Words & FileWords
  readonly #core: Core
  #list: WaitingList | undefined
  #loading: Promise<void> | undefined

  constructor(host: LitElement, words: () => Words & FileWords, core: Core) {
    this.#host = host
    this.#words = words
    this.#core = core
  }

  /** Where it does not load, the files go as they are. */
  prepare(): void {
    this.#loading ??= import('./waiting-list.ts').then(
      (module) => {
        this.#list = new module.WaitingList(this.#host, this.#words, this.#core)
        this.#host.requestUpdate()
      },
      () => {},
    )
  }

  /** Places of what was taken from the write of that id; nothing was, where it did not load. */
  removed(id: string): readonly number[] {
    return this.#list?.removed(id) ?? []
  }

  /** The files of the write of that id, where there is something to decide about them. */
  render(id: string, state: OutboxState<unknown>): unknown {
    this.prepare()
    return this.#list?.render(id, state) ?? nothing
  }
}
