import { css } from 'lit'

export const dataStyles = css`
  .blue {
    color: color-mix(in oklab, #3b82f6 66%, currentColor);
  }
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
  [part='stale'] {
    margin-block-end: 8px;
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
    position: relative;
    display: grid;
    justify-content: stretch;
    align-content: center;
    gap: 4px;
    inline-size: 100%;
    min-block-size: 64px;
    padding: 12px;
    border: 0;
    font-weight: 400;
    text-align: start;
    color: inherit;
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
  .item .row {
    gap: 4px 12px;
  }
  .item time {
    margin-inline-start: auto;
    white-space: nowrap;
  }
  .item[aria-current] {
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
  }
  .item[aria-current]::before {
    content: '';
    position: absolute;
    inset-block: 12px;
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 3px;
    background: var(--_accent);
  }
  .pending,
  .pending:hover {
    background: none;
    cursor: default;
  }
  .more {
    margin-block: 8px;
  }
  @media (forced-colors: active) {
    .item[aria-current]::before {
      background: Highlight;
    }
  }
`
