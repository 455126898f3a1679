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
    margin-inline: -8px;
  }
  .suggestions a {
    color: var(--_link);
  }
  @media (forced-colors: active) {
    .suggestions {
      border: 1px solid;
    }
  }
`
