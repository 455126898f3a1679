import { css } from 'lit'

export const ticketFormStyles = css`
  form[data-drop] {
    outline: 2px dashed var(--_link);
    outline-offset: 8px;
    border-radius: var(--_radius);
  }
  [type='file']:focus-visible + .button {
    outline: 2px solid var(--_link);
    outline-offset: 2px;
  }
  .summary {
    padding: 12px 16px;
    border-inline-start: 3px solid var(--_red);
    background: color-mix(in oklab, var(--_red) 7%, transparent);
  }
  .summary button {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    color: inherit;
    text-align: start;
    text-decoration: underline;
  }
  .panel {
    display: grid;
    gap: 12px;
    max-inline-size: 640px;
    padding: 20px;
    border-radius: var(--_radius);
    background: var(--_tint);
    animation: appear 0.16s;
  }
  [data-state='acknowledged'] .title::before {
    content: '✓' / '';
    margin-inline-end: 8px;
    color: var(--_green);
  }
  .kept {
    white-space: pre-wrap;
    max-block-size: 160px;
    overflow: auto;
  }
  /* From the beginning: a list that is open when the topics come shows them as they are. */
  @supports (appearance: base-select) {
    :host([service]) select,
    :host([service]) ::picker(select) {
      appearance: base-select;
    }
    :host([service]) select {
      align-items: center;
      padding-inline: 12px;
    }
    select::picker-icon {
      content: '';
      padding: 3px;
      margin-block-end: 4px;
      border: solid;
      border-width: 0 1.5px 1.5px 0;
      rotate: 45deg;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`
