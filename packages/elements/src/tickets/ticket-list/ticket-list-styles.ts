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
  /* Chromium and WebKit draw one in a colour of their own. */
  ::-webkit-search-cancel-button {
    appearance: none;
    inline-size: 16px;
    block-size: 16px;
    margin-inline-start: 4px;
    background: var(--_muted);
    clip-path: polygon(3px 4px, 4px 3px, 8px 7px, 12px 3px, 13px 4px, 9px 8px, 13px 12px, 12px 13px, 8px 9px, 4px 13px, 3px 12px, 7px 8px);
    cursor: pointer;
  }
  @media (forced-colors: active) {
    ::-webkit-search-cancel-button {
      forced-color-adjust: none;
      background: ButtonText;
    }
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
  .tools {
    display: grid;
    gap: 8px;
    margin-block-end: 8px;
  }
  .find {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 148px);
    gap: 8px;
  }
  .groups {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .choice {
    cursor: pointer;
  }
  .choice > span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 28px;
    padding: 2px 8px;
    border-radius: 14px;
    font-size: 13px;
    font-weight: 500;
  }
  @media (pointer: coarse) {
    .choice > span {
      min-block-size: 44px;
      border-radius: 22px;
      padding-inline: 14px;
    }
  }
  .choice > span:hover {
    background: var(--_tint);
  }
  .choice > input:checked + span {
    background: color-mix(in oklab, var(--_accent) 12%, transparent);
    color: var(--_link);
  }
  .choice > input:focus-visible + span {
    outline: 2px solid var(--_link);
    outline-offset: 1px;
  }
  .count {
    font-variant-numeric: tabular-nums;
    font-weight: 400;
  }
  .old {
    opacity: 0.6;
    transition: opacity 0.16s 0.3s;
  }
  .news {
    display: inline-block;
    inline-size: 8px;
    block-size: 8px;
    margin-inline-end: 8px;
    margin-block-end: 1px;
    border-radius: 50%;
    background: var(--_accent);
  }
  li {
    content-visibility: auto;
    contain-intrinsic-size: auto 64px;
  }
  @media (forced-colors: active) {
    .news {
      background: Highlight;
    }
    .choice > input:checked + span {
      outline: 1px solid Highlight;
    }
  }
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
