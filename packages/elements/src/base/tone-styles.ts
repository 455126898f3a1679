import { css } from 'lit'

/**
 * Tokens and tones that all widgets share. Text, font and background are the host's; everything
 * else is mixed from its text colour and one accent, so that a widget follows a dark page without being told.
 */
export const toneStyles = css`
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
  :focus-visible {
    outline: 2px solid var(--_link);
    outline-offset: 2px;
  }
  .muted {
    color: var(--_muted);
    font-size: 13px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation-duration: 0s !important;
    }
  }
`
