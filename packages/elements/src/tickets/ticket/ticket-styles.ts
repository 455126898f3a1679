import { css } from 'lit'

export const ticketStyles = css`
  h3,
  dl,
  dt,
  dd,
  ol {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  h3,
  .title {
    font-weight: 600;
  }
  .ticket {
    display: grid;
    gap: 24px;
    min-inline-size: 0;
  }
  .ticket > * {
    min-inline-size: 0;
  }
  .facts,
  .rest {
    display: grid;
    align-content: start;
    gap: 24px;
  }
  .facts > section,
  .rest > section {
    display: grid;
    gap: 8px;
    align-content: start;
    min-inline-size: 0;
  }
  .said {
    display: grid;
    gap: 16px;
    align-content: start;
  }
  .turn,
  .next,
  .handshake,
  .on-its-way {
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .next:focus-visible,
  [part='title']:focus-visible {
    outline-offset: 4px;
  }
  .next.panel {
    inline-size: 100%;
    max-inline-size: none;
    gap: 12px;
  }
  .next .ask {
    inline-size: 100%;
    padding: 0;
    border: 0;
    gap: 12px;
  }
  .on-its-way .row {
    column-gap: 16px;
  }
  .on-its-way .plain {
    padding-inline: 0;
  }
  /* The menu stays beside what it is about, however narrow that gets. */
  header > .row {
    flex-wrap: nowrap;
    align-items: start;
    min-block-size: 32px;
  }
  header > .row > .row {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 32px;
    row-gap: 0;
  }
  .whole {
    display: none;
  }
  @container (max-width: 480px) {
    .long {
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 4;
    }
    .whole:not([hidden]) {
      display: inline-flex;
      padding-inline: 0;
    }
  }
  .on-its-way .title {
    font-size: 14px;
  }
  .quote {
    white-space: pre-wrap;
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--_line);
  }
  .promise,
  .fix,
  .visit {
    display: grid;
    gap: 2px;
    padding-block: 8px;
  }
  .promise + .promise,
  .fix + .fix,
  .visit + .visit {
    border-block-start: 1px solid var(--_line);
  }
  .promise {
    grid-template-columns: minmax(88px, 24%) 1fr;
    column-gap: 12px;
  }
  .promise dd {
    display: grid;
    gap: 2px;
    justify-items: start;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 500;
  }
  .promise .mark.muted {
    font-size: inherit;
  }
  .visit {
    gap: 6px;
  }
  .visit-form {
    gap: 8px;
    margin-block-start: 4px;
    padding: 0;
    border: 0;
  }
  .visit-form fieldset {
    display: grid;
  }
  .summary-parts {
    display: grid;
    gap: 12px;
  }
  .summary-parts dt {
    font-size: 13px;
    color: var(--_muted);
  }
  details > summary {
    cursor: pointer;
    color: var(--_link);
    min-block-size: 28px;
  }
  .menu {
    position: relative;
    margin-inline-start: auto;
  }
  .menu > summary {
    list-style: none;
    min-block-size: 32px;
  }
  .menu > summary::-webkit-details-marker {
    display: none;
  }
  .menu > summary::after {
    content: '▾' / '';
    font-size: 0.8em;
  }
  .menu > div {
    position: absolute;
    z-index: 1;
    inset-inline-end: 0;
    display: grid;
    min-inline-size: 200px;
    padding: 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--aftercare-surface, Canvas);
    color: var(--aftercare-text, CanvasText);
    box-shadow: 0 4px 16px rgb(0 0 0 / 16%);
  }
  .menu > div button {
    justify-content: start;
    border: 0;
    font-weight: 400;
    text-align: start;
  }
  .history {
    display: grid;
  }
  .history li {
    position: relative;
    display: grid;
    gap: 2px;
    padding-block-end: 16px;
    padding-inline-start: 20px;
  }
  .history li:last-child {
    padding-block-end: 0;
  }
  .history li::before {
    content: '';
    position: absolute;
    inset-block-start: 0.5lh;
    inset-inline-start: 2px;
    inline-size: 7px;
    block-size: 7px;
    margin-block-start: -3.5px;
    border-radius: 50%;
    background: var(--_edge);
  }
  .history li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-block: calc(0.5lh + 8px) calc(8px - 0.5lh);
    inset-inline-start: 5px;
    border-inline-start: 1px solid var(--_line);
  }
  .rest .more {
    justify-self: start;
    margin-inline-start: 12px;
  }
  .follower {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 32px;
  }
  [part='followers'] > .more {
    margin-inline-start: -8px;
  }
  /* A dot stands between two facts, and at no beginning of a line: there it lies outside and is clipped. */
  .facts-line {
    display: flex;
    flex-wrap: wrap;
    column-gap: 16px;
    overflow: clip;
  }
  .fact {
    position: relative;
  }
  .fact::before {
    content: '·' / '';
    position: absolute;
    inset-inline-start: -16px;
    inline-size: 16px;
    text-align: center;
  }
  .text {
    white-space: pre-wrap;
  }
  .bar.tall {
    block-size: 20px;
  }
  .bar.half {
    inline-size: 60%;
  }
  @container (min-width: 760px) {
    .ticket {
      grid-template-columns: minmax(0, 1fr) 264px;
      grid-template-rows: auto auto auto 1fr;
      column-gap: 40px;
    }
    .ticket > header {
      grid-column: 1 / -1;
    }
    .facts {
      grid-column: 2;
      grid-row: 2 / span 3;
    }
    .turn,
    .said,
    .rest {
      grid-column: 1;
    }
    .promise {
      grid-template-columns: 1fr;
    }
  }
  @media print {
    .menu,
    .handshake .row {
      display: none;
    }
  }
`
