import { css } from 'lit'

export const suggestionStyles = css`
  /* A field lines up what is in it at its start, where this would be as narrow as can be. */
  :host {
    inline-size: 100%;
  }
  .suggestions {
    display: grid;
    gap: 4px;
    padding: 12px;
    border-radius: var(--_radius);
    background: var(--_tint);
  }
  .suggestions > .label {
    margin: 0;
  }
  .suggestions > button {
    justify-self: start;
    margin-block-start: 8px;
  }
  .suggestions ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .suggestions li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
  }
  /* Its words line up with the links, on a line of its own as well. */
  .suggestions .plain {
    margin-inline: -9px;
  }
  .suggestions a {
    color: var(--_link);
  }
  /* What a finger reaches is higher than what is seen; an article stays nearer to its own answer than to the next one. */
  @media (pointer: coarse) {
    .suggestions li {
      margin-block-start: 8px;
    }
    .suggestions li + li {
      margin-block-start: 16px;
    }
    .suggestions li > .plain {
      margin-block: -8px;
    }
  }
  @media (forced-colors: active) {
    .suggestions {
      border: 1px solid;
    }
  }
`
