import { css } from 'lit'

/** Adopted once a form asks by a definition. */
export const serviceFormStyles = css`
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
  }
  legend .muted {
    font-weight: 400;
  }
  .example {
    margin-block: 4px;
    padding-inline-start: 8px;
    border-inline-start: 2px solid var(--_line);
    white-space: pre-line;
  }
  .short {
    min-block-size: 84px;
  }
  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
    gap: 0 24px;
    inline-size: 100%;
  }
  .option {
    display: flex;
    align-items: start;
    gap: 10px;
    min-block-size: var(--_control);
    padding-block: 6px;
    font-weight: 400;
    cursor: pointer;
  }
  .option > span > .muted {
    display: block;
  }
  [type='radio'],
  [type='checkbox'] {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    min-block-size: 0;
    margin-block: 2px;
    padding: 0;
    accent-color: var(--_accent);
  }
  [type='checkbox'][aria-invalid='true'],
  [role='radiogroup'][aria-invalid='true'] {
    box-shadow: none;
  }
  [aria-invalid='true'] > .options [type='radio'],
  [type='checkbox'][aria-invalid='true'] {
    outline: 2px solid var(--_red);
    outline-offset: 1px;
    border-radius: 50%;
  }
  [type='checkbox'][aria-invalid='true'] {
    border-radius: 4px;
  }
  fieldset:has(.clear) {
    position: relative;
  }
  :has(> .clear) > legend {
    padding-inline-end: 112px;
  }
  /* In the corner, so that nothing moves when it comes. */
  .clear {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: 0;
    min-block-size: 28px;
    padding: 0;
    border: 0;
    font-size: 13px;
  }
  @media (pointer: coarse) {
    .clear {
      inset-block-start: -12px;
      min-block-size: 44px;
    }
  }
  .amount {
    flex-wrap: nowrap;
    inline-size: 100%;
  }
  .amount input {
    inline-size: 160px;
  }
  .date,
  .date input {
    inline-size: 240px;
    max-inline-size: 100%;
  }
  .range {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    inline-size: 100%;
  }
  .range label {
    font-weight: 400;
  }
  .confidential,
  .outlook,
  .completeness {
    display: grid;
    gap: 8px;
  }
  .confidential {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--_amber);
  }
  meter {
    appearance: none;
    flex: 0 1 200px;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--_line);
    overflow: hidden;
  }
  meter::-webkit-meter-inner-element {
    display: block;
  }
  meter::-webkit-meter-bar {
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    background: none;
  }
  meter::-webkit-meter-optimum-value {
    background: var(--_link);
    border-radius: 3px;
  }
  meter::-moz-meter-bar {
    background: var(--_link);
  }
  .completeness ul {
    display: grid;
    gap: 8px;
  }
  .completeness .label {
    font-size: 13px;
  }
  .link {
    display: inline;
    min-block-size: 24px;
    padding: 0;
    border: 0;
    color: var(--_link);
    font-weight: 400;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .link + .muted {
    display: block;
  }
  summary {
    cursor: pointer;
    min-block-size: 24px;
  }
  details dl,
  .times {
    margin: 0;
  }
  details dd {
    margin: 0 0 8px;
  }
  .along > p {
    margin-block: 4px 8px;
  }
  .along li {
    display: grid;
    grid-template-columns: 96px 1fr auto;
    align-items: center;
    gap: 12px;
    min-block-size: 36px;
    border-block-end: 1px solid var(--_line);
  }
  .times {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 32px;
  }
  .times dd {
    margin: 0;
    font-weight: 500;
  }
  @supports (appearance: base-select) {
    select > button {
      display: contents;
      font-weight: inherit;
    }
    selectedcontent .muted {
      display: none;
    }
    ::picker(select) {
      box-sizing: border-box;
      inline-size: anchor-size(self-inline);
      max-block-size: min(440px, 60vh);
      margin-block: 4px;
      padding: 4px;
      border: 1px solid color-mix(in oklab, CanvasText 20%, Canvas);
      border-radius: var(--_radius);
      background: Canvas;
      color: CanvasText;
      box-shadow: 0 8px 24px rgb(0 0 0 / 16%);
    }
    option {
      display: block;
      min-block-size: var(--_control);
      padding: 6px 8px;
      border-radius: calc(var(--_radius) - 2px);
      background: none;
      font-size: 14px;
      white-space: normal;
    }
    option:hover,
    option:focus-visible {
      outline-offset: -2px;
      background: color-mix(in oklab, CanvasText 7%, Canvas);
    }
    option:checked {
      background: color-mix(in oklab, var(--_accent) 14%, Canvas);
    }
    option::checkmark {
      display: none;
    }
    option span {
      display: block;
    }
    option .topic {
      font-weight: 500;
    }
  }
`
