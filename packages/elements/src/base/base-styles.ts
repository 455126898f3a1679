import { css } from 'lit'
import { toneStyles } from './tone-styles.ts'

/** The shapes that most widgets share: tones, and what one works with. */
export const baseStyles = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--_control);
    padding: 4px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font-weight: 500;
    text-decoration: none;
    cursor: pointer;
    transition: opacity 0.12s;
  }
  button:hover,
  .button:hover {
    background: var(--_tint);
  }
  .primary,
  .primary:hover {
    /* Forced colours give a transparent border a colour. */
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
    padding-inline: 16px;
  }
  .primary:hover {
    opacity: 0.88;
  }
  .plain {
    border-color: transparent;
    color: var(--_link);
    padding-inline: 8px;
  }
  [aria-disabled='true'],
  :disabled {
    opacity: 0.6;
    cursor: default;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    accent-color: var(--_accent);
  }
  .red {
    color: var(--_red);
  }
  .amber {
    color: var(--_amber);
  }
  .green {
    color: var(--_green);
  }
  .title {
    font-size: 16px;
    font-weight: 600;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  ${toneStyles}
`
