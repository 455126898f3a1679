import { css } from 'lit'

export const searchStyles = css`
  .all {
    display: block;
  }
  .find {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-end: 8px;
  }
  .find > input {
    flex: 1 1 220px;
    min-inline-size: 0;
    inline-size: auto;
  }
  .find > select {
    flex: 0 1 148px;
    inline-size: auto;
  }
  [role='listbox'] {
    display: grid;
  }
  [role='group'] {
    display: grid;
    margin-block-end: 8px;
  }
  [role='group'] > .label {
    padding: 4px 12px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_muted);
  }
  .item {
    position: relative;
    display: grid;
    gap: 2px;
    padding: 10px 12px;
    border-radius: var(--_radius);
    color: inherit;
    text-decoration: none;
    cursor: pointer;
  }
  button.item {
    justify-content: stretch;
    inline-size: 100%;
    min-block-size: 0;
    border: 0;
    background: none;
    font-weight: 400;
    text-align: start;
  }
  .item + .item::before {
    content: '';
    position: absolute;
    inset: 0 12px auto;
    border-block-start: 1px solid var(--_line);
  }
  .item[aria-selected='true']::before,
  .item[aria-selected='true'] + .item::before {
    visibility: hidden;
  }
  .item:hover {
    background: var(--_tint);
  }
  .item[aria-selected='true'] {
    background: color-mix(in oklab, var(--_accent) 11%, transparent);
    outline: 2px solid var(--_link);
    outline-offset: -2px;
  }
  .line {
    grid-template-columns: 16px minmax(0, 1fr);
    align-items: baseline;
    gap: 8px;
    min-block-size: var(--_control, 36px);
    align-content: center;
  }
  /* Words of another direction stand at the start of the line all the same. */
  .line > * {
    justify-self: start;
  }
  .mark {
    color: var(--_muted);
  }
  .mark:dir(rtl) {
    transform: scaleX(-1);
  }
  .ask {
    color: var(--_link);
    font-weight: 500;
  }
  .ask .mark {
    color: inherit;
  }
  .subject {
    font-weight: 500;
  }
  .text {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .small {
    font-size: 13px;
  }
  mark {
    border-radius: 3px;
    background: color-mix(in oklab, var(--_accent) 20%, transparent);
    color: inherit;
  }
  .notice {
    padding: 12px;
  }
  .notice > .title {
    font-weight: 500;
  }
  .stale {
    padding-inline: 12px;
    margin-block-end: 8px;
  }
  .plain {
    margin-inline-start: 4px;
  }
  @media (pointer: coarse) {
    .item {
      padding-block: 12px;
    }
  }
  @media (forced-colors: active) {
    .item[aria-selected='true'] {
      outline-color: Highlight;
    }
    mark {
      background: Mark;
      color: MarkText;
    }
  }
  /* Nobody searches on paper. */
  @media print {
    :host {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .late {
      animation-duration: 1ms;
    }
  }
`
