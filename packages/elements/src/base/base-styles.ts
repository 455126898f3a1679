import { css } from 'lit'

/**
 * Tokens and the few shapes that all widgets share. Text, font and background are the host's; everything
 * else is mixed from its text colour and one accent, so that a widget follows a dark page without being told.
 */
export const baseStyles = css`
  :host {
    --_accent: var(--aftercare-accent, #4361e0);
    --_on-accent: var(--aftercare-on-accent, #fff);
    --_radius: var(--aftercare-radius, 8px);
    --_text: var(--aftercare-text, currentColor);
    --_muted: color-mix(in oklab, currentColor 70%, transparent);
    --_line: color-mix(in oklab, currentColor 14%, transparent);
    --_edge: color-mix(in oklab, currentColor 52%, transparent);
    --_tint: color-mix(in oklab, currentColor 5%, transparent);
    --_link: color-mix(in oklab, var(--_accent) 72%, currentColor);
    --_red: color-mix(in oklab, #e5484d 68%, currentColor);
    --_amber: color-mix(in oklab, #d98a00 58%, currentColor);
    --_green: color-mix(in oklab, #1f9d61 62%, currentColor);
    --_control: var(--aftercare-control-size, 36px);
    display: block;
    color: var(--_text);
    font-size: 14px;
    line-height: 1.5;
    overflow-wrap: anywhere;
    container-type: inline-size;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme]) {
    background: var(--aftercare-surface, Canvas);
    color: var(--aftercare-text, CanvasText);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --_on-accent: var(--aftercare-on-accent, oklch(from var(--_accent) clamp(0, (0.6 - l) * 999, 1) 0 0));
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: currentColor;
      --_line: currentColor;
      --_edge: currentColor;
    }
  }
  @media (pointer: coarse) {
    :host {
      --_control: var(--aftercare-control-size, 44px);
    }
  }
  * {
    box-sizing: border-box;
  }
  /* Words may run the other way than the page: the layout follows the page, each text its own letters. */
  p,
  h2,
  li,
  label,
  span,
  time {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  :lang(zh) {
    line-height: 1.7;
    text-autospace: normal;
    text-wrap: pretty;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  p {
    max-inline-size: 68ch;
  }
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
  :focus-visible {
    outline: 2px solid var(--_link);
    outline-offset: 2px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    accent-color: var(--_accent);
  }
  .muted {
    color: var(--_muted);
    font-size: 13px;
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
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation-duration: 0s !important;
    }
  }
`
