import { css } from 'lit'

export const dataStyles = css`
  .status {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  svg {
    flex: none;
  }
  .notice {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding-block: 16px;
  }
  .bar {
    block-size: 12px;
    margin-block: 5px;
    border-radius: 4px;
    background: var(--_line);
  }
  .short {
    inline-size: 40%;
  }
  .late {
    animation: appear 0.16s 0.3s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .bar {
      background: GrayText;
    }
  }
`

export const ticketListStyles = css`
  li + li {
    border-block-start: 1px solid var(--_line);
  }
  .item {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: baseline;
    gap: 2px 16px;
    inline-size: 100%;
    min-block-size: 64px;
    align-content: center;
    padding: 10px 12px;
    border: 0;
    border-radius: var(--_radius);
    font-weight: 400;
    text-align: start;
    color: inherit;
    text-decoration: none;
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  .subject {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    font-weight: 500;
  }
  .item > .muted {
    grid-column: 1;
  }
  .item > time {
    grid-column: 2;
    text-align: end;
    white-space: nowrap;
  }
  .item > .status {
    justify-self: end;
  }
  .item[aria-current] {
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .item[aria-current]:dir(rtl) {
    box-shadow: inset -3px 0 var(--_accent);
  }
  .pending {
    cursor: default;
  }
  .pending .row {
    grid-column: 1 / -1;
  }
  .more {
    margin-block: 8px;
  }
  @container (max-width: 400px) {
    .item {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    .item > * {
      grid-column: 1;
      justify-self: start;
    }
    .item > time {
      display: none;
    }
  }
`
