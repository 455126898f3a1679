import { css } from 'lit'

export const suggestionStyles = css`
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
  .suggestions a {
    color: var(--_link);
  }
  @media (forced-colors: active) {
    .suggestions {
      border: 1px solid;
    }
  }
`
