/** Somebody opened another article. Cancel it to show the article yourself: a link is then not followed. */
export class ArticleSelectedEvent extends CustomEvent<{ readonly slug: string; readonly anchor: string | undefined }> {
  constructor(slug: string, anchor: string | undefined) {
    super('aftercare-article-selected', { bubbles: true, composed: true, cancelable: true, detail: { slug, anchor } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-article-selected': ArticleSelectedEvent
  }
}
