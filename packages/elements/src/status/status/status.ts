import type { OverallState } from '@aftercare/protocol/status'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { toneStyles } from '../../base/tone-styles.ts'
import type { StatusWords } from '../../locales/words.ts'
import { StatusChangedEvent } from './status-changed-event.ts'
import { StatusFeed } from './status-feed.ts'
import { statusStyles } from './status-styles.ts'
import { badgeView, bannerView, pageView } from './status-view.ts'
import { statusWordsFor } from './status-words.ts'

/**
 * @summary How the service is: what is broken, what is being maintained, and how each part does. Reads the feed of any
 *   status page that speaks Statuspage v2, without a backend of ours.
 * @tagname aftercare-status
 * @status experimental
 * @since 0.1
 *
 * @event {StatusChangedEvent} aftercare-status-changed - The state has changed, or is known for the first time.
 *
 * @csspart state - The state in words, with its sign.
 * @csspart stale - Says how old it is, where it cannot be refreshed.
 * @csspart notice - One incident or maintenance.
 * @csspart components - The parts of the service.
 * @csspart component - One of them.
 * @csspart page - The link to the vendor's own status page.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Links and focus are mixed from it.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 * @cssproperty [--aftercare-status-room=100vh] - Height that the whole page of it keeps free, so that nothing below moves
 *   when the feed arrives.
 */
export class AftercareStatus extends AftercareElement<StatusWords> {
  static override styles = [toneStyles, statusStyles]

  static override properties: PropertyDeclarations = {
    feed: { reflect: true, useDefault: true },
    view: { reflect: true, useDefault: true },
    interval: { type: Number, reflect: true, useDefault: true },
    state: { reflect: true },
  }

  /** Address of a `summary.json` of Statuspage v2. */
  declare feed: string
  /** `page` shows everything, `banner` one line with the rest behind it, `badge` the state alone. */
  declare view: 'page' | 'banner' | 'badge'
  /** How often the feed is read while the page is seen; seconds, at least 5. */
  declare interval: number
  /** The state, for the host to read and to style by; set by the element. */
  declare state: OverallState | undefined

  readonly #feed = new StatusFeed(this, () => ({ url: this.feed, interval: this.interval }))

  constructor() {
    super()
    this.feed = ''
    this.view = 'page'
    this.interval = 60
  }

  /** Reads the feed now. */
  async refresh(): Promise<void> {
    await this.#feed.refresh()
  }

  protected override wordsFor(tag: string): StatusWords | Promise<StatusWords> {
    return statusWordsFor(tag)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && changed.has('feed')) this.#feed.forget()
    this.state = this.#feed.summary?.state
  }

  protected override updated(changed: PropertyValues): void {
    if (this.state && changed.has('state')) this.dispatchEvent(new StatusChangedEvent(this.state))
  }

  protected override render(): unknown {
    const { words } = this
    const { summary, readAt, failing } = this.#feed
    const view = { badge: badgeView, banner: bannerView, page: pageView }[this.view] ?? pageView
    const again = () => void this.refresh()
    return html`<div class="all" lang=${words.tag}>
      ${this.feed ? view({ words, summary, readAt, failing, again, now: Date.now() }) : nothing}
    </div>`
  }
}
