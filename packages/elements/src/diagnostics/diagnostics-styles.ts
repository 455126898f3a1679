import { css } from 'lit'

export const diagnosticsStyles = css`
  .offer,
  .evidence {
    display: grid;
    gap: 4px;
    justify-items: start;
  }
  summary {
    min-block-size: var(--_control);
    align-content: center;
    cursor: pointer;
  }
  .label {
    font-weight: 500;
  }
  details > * + * {
    margin-block-start: 8px;
  }
  .lines {
    max-block-size: 320px;
    overflow: auto;
    border-block: 1px solid var(--_line);
  }
  .line {
    display: grid;
    grid-template-columns: 136px minmax(0, 1fr) auto;
    align-items: start;
    gap: 0 8px;
    padding-block: 2px;
  }
  .line + .line {
    border-block-start: 1px solid var(--_line);
  }
  .what {
    padding-block: 6px;
    color: var(--_muted);
    font-size: 13px;
  }
  .what time {
    display: block;
    font-variant-numeric: tabular-nums;
  }
  textarea {
    inline-size: 100%;
    min-block-size: var(--_control);
    max-block-size: 30vh;
    padding: 6px 8px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    font:
      13px / 1.5 ui-monospace,
      monospace;
    resize: vertical;
    field-sizing: content;
  }
  @supports (field-sizing: content) {
    textarea {
      resize: none;
    }
  }
  textarea:hover,
  textarea:focus {
    border-color: var(--_edge);
  }
  @media (pointer: coarse) {
    textarea {
      font-size: 16px;
    }
  }
  @container (inline-size < 480px) {
    .line {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .what {
      grid-column: 1 / -1;
      padding-block: 6px 0;
    }
    .what time {
      display: inline;
    }
  }
`
