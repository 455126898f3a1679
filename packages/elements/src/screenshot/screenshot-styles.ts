import { css } from 'lit'

export const screenshotStyles = css`
  dialog {
    inline-size: fit-content;
    max-inline-size: min(1100px, 96vw);
    max-block-size: 96vh;
    padding: 20px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--aftercare-surface, Canvas);
    color: var(--aftercare-text, CanvasText);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
  dialog > * + * {
    margin-block-start: 12px;
  }
  fieldset {
    margin-inline: 0;
    padding: 0;
    border: 0;
  }
  .tool {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--_control);
    cursor: pointer;
  }
  [type='radio'] {
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_accent);
  }
  [type='file']:focus-visible + .button {
    outline: 2px solid var(--_link);
    outline-offset: 2px;
  }
  canvas {
    display: block;
    max-inline-size: 100%;
    max-block-size: 56vh;
    border: 1px solid var(--_edge);
    cursor: crosshair;
    touch-action: none;
  }
  [aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
`
