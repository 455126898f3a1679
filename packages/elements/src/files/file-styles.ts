import { css } from 'lit'

/** The list of chosen files. */
export const fileStyles = css`
  .files {
    inline-size: 100%;
  }
  .file {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
    border-block-end: 1px solid var(--_line);
  }
  .waiting > :last-child {
    border: 0;
  }
  .preview {
    flex: none;
    object-fit: cover;
    margin-block: 4px;
    border-radius: 4px;
    outline: 1px solid var(--_line);
    outline-offset: -1px;
  }
  .preview[hidden] {
    display: none;
  }
  .file .muted {
    white-space: nowrap;
  }
  .file button {
    margin-inline-start: auto;
  }
`
