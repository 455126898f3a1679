import { css } from 'lit'

/** Labels above, help below, errors beside their field. */
export const fieldStyles = css`
  form {
    display: grid;
    gap: 20px;
    max-inline-size: 640px;
  }
  .field {
    display: grid;
    gap: 4px;
    justify-items: start;
    min-inline-size: 0;
  }
  label,
  .label {
    font-weight: 500;
  }
  label .muted {
    font-weight: 400;
  }
  input,
  select,
  textarea {
    inline-size: 100%;
    min-block-size: var(--_control);
    padding: 4px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: color-mix(in oklab, currentColor 2%, transparent);
    font-size: 16px;
    line-height: 1.5;
  }
  select {
    padding-inline: 8px;
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
  textarea {
    display: block;
    min-block-size: 128px;
    max-block-size: 60vh;
    padding-block: 8px;
    resize: vertical;
    field-sizing: content;
  }
  [aria-invalid='true'] {
    border-color: var(--_red);
    box-shadow: inset 0 0 0 1px var(--_red);
  }
  input:focus-visible,
  select:focus-visible,
  textarea:focus-visible {
    outline-offset: -1px;
  }
  .field p:empty {
    display: none;
  }
  .error {
    color: var(--_red);
    font-size: 13px;
  }
  .error::before {
    content: '▲' / '';
    margin-inline-end: 4px;
    font-size: 0.8em;
  }
`
