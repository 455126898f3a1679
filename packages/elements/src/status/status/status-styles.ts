import { css } from 'lit'

export const statusStyles = css`
  /* What stands below is out of sight until the feed is there, and is not moved by it. */
  :host(:not([view])) {
    min-block-size: var(--aftercare-status-room, 100vh);
  }
  :host([view='badge']) {
    display: inline-block;
    container-type: normal;
  }
  .operational {
    --_tone: var(--_green);
  }
  .maintenance,
  .notice {
    --_tone: color-mix(in oklab, #3b82f6 66%, currentColor);
  }
  .minor {
    --_tone: var(--_amber);
  }
  .major,
  .critical {
    --_tone: var(--_red);
  }
  svg {
    flex: none;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--_control);
    white-space: nowrap;
  }
  a.line {
    color: inherit;
    text-decoration: none;
  }
  .line .word,
  .first {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .first {
    flex: 1;
    min-inline-size: 0;
  }
  a.line:hover .word,
  summary:hover .first {
    text-decoration: underline;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    color: var(--_tone);
    font-weight: 500;
    vertical-align: bottom;
  }
  .head .line {
    font-size: 20px;
    white-space: normal;
  }
  .head svg {
    inline-size: 22px;
    block-size: 22px;
  }
  .head .state,
  h2,
  article > .state {
    font-weight: 600;
  }
  section {
    margin-block-start: 24px;
  }
  h2 {
    margin-block-end: 4px;
    font-size: 16px;
  }
  article {
    padding-block: 4px;
    padding-inline-start: 14px;
    margin-block: 8px 16px;
    border-inline-start: 3px solid var(--_tone);
  }
  .update {
    margin-block-start: 8px;
  }
  .text {
    white-space: pre-line;
  }
  summary {
    cursor: pointer;
  }
  article summary {
    margin-block-start: 8px;
    font-size: 13px;
  }
  article summary,
  a {
    color: var(--_link);
  }
  summary.line::after,
  div[part] > details > summary::before {
    content: '›';
    inline-size: 8px;
    font-size: 20px;
    line-height: 1;
    color: var(--_muted);
    transition: rotate 0.12s;
  }
  [open] > ::after,
  [open] > ::before {
    rotate: 90deg;
  }
  [open]:dir(rtl) > ::after,
  [open]:dir(rtl) > ::before {
    rotate: -90deg;
  }
  li,
  div[part] > details > summary {
    display: flex;
    align-items: center;
    gap: 2px 16px;
    padding-block: 8px;
    border-block-end: 1px solid var(--_line);
  }
  li > .state,
  summary > .state {
    flex: none;
    gap: 6px;
    margin-inline-start: auto;
    font-size: 13px;
  }
  details > ul {
    padding-inline-start: 24px;
  }
  button {
    min-block-size: var(--_control);
    padding: 4px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }
  section + p,
  button {
    margin-block-start: 8px;
  }
  .bar {
    block-size: 12px;
    margin-block: 14px;
    border-radius: 4px;
    background: var(--_line);
  }
  .late {
    animation: appear 0.16s 0.3s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`
