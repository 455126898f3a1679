import { css } from 'lit'

export const conversationStyles = css`
  .all {
    display: grid;
    gap: 20px;
  }
  header {
    display: grid;
    gap: 4px;
  }
  header h2 {
    font-size: 20px;
    font-weight: 600;
    line-height: 1.35;
    text-wrap: balance;
  }
  .log {
    display: grid;
    gap: 16px;
    min-inline-size: 0;
  }
  .day {
    display: flex;
    align-items: center;
    max-inline-size: none;
    gap: 12px;
    font-size: 13px;
    color: var(--_muted);
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .message {
    display: grid;
    gap: 4px;
    justify-items: start;
    justify-self: start;
    max-inline-size: min(88%, 68ch);
    min-inline-size: 0;
  }
  .own {
    justify-items: end;
    justify-self: end;
  }
  .body {
    padding: 8px 12px;
    border-radius: var(--_radius);
    background: color-mix(in oklab, currentColor 6%, transparent);
    white-space: pre-wrap;
    max-inline-size: 100%;
  }
  .own > .body {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
  }
  .note > .body,
  .as-note textarea {
    background: color-mix(in oklab, #d98a00 14%, transparent);
  }
  .note > .body {
    border-inline-start: 3px solid var(--_amber);
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }
  .unsent > .body {
    opacity: 0.75;
  }
  .by {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    font-size: 13px;
  }
  .who,
  strong {
    font-weight: 500;
  }
  .size {
    white-space: nowrap;
  }
  .download {
    max-inline-size: 100%;
    min-block-size: 32px;
    border-color: var(--_line);
    font-weight: 400;
    text-align: start;
  }
  .pictured {
    padding: 3px;
    padding-inline-end: 12px;
  }
  .picture {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    overflow: hidden;
    border-radius: max(0px, var(--_radius) - 4px);
    background: var(--_tint);
  }
  .picture img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    outline: 1px solid var(--_line);
    outline-offset: -1px;
    border-radius: inherit;
    animation: appear 0.16s;
  }
  form {
    gap: 12px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_line);
    max-inline-size: none;
  }
  form textarea {
    min-block-size: 80px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  fieldset label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 28px;
  }
  [type='radio'] {
    inline-size: 16px;
    min-block-size: 16px;
    accent-color: var(--_accent);
  }
  @media print {
    form,
    .more {
      display: none;
    }
  }
`
