import { css } from 'lit'

export const articleStyles = css`
  article {
    display: grid;
    gap: 24px;
    min-inline-size: 0;
  }
  article > * {
    min-inline-size: 0;
  }
  header {
    display: grid;
    gap: 4px;
  }
  h3,
  h4,
  h5,
  h6,
  ol,
  blockquote,
  pre,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    font: inherit;
    min-inline-size: 0;
  }
  a {
    color: var(--_link);
    text-underline-offset: 0.15em;
    text-decoration-thickness: 1px;
  }
  a:hover {
    text-decoration-thickness: 2px;
  }
  h2 {
    font-size: 24px;
    font-weight: 650;
    line-height: 1.3;
    text-wrap: balance;
    max-inline-size: 40ch;
  }
  h2.title {
    font-size: 16px;
    line-height: inherit;
  }
  h2:focus-visible,
  h3:focus-visible,
  h4:focus-visible {
    outline-offset: 4px;
    border-radius: 2px;
  }
  .kind,
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    max-inline-size: none;
  }
  .kind {
    font-weight: 500;
  }
  .audience {
    padding-inline: 8px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    font-weight: 400;
  }
  .language {
    min-block-size: 28px;
    padding-inline: 0;
    border: 0;
    font-size: 13px;
    font-weight: 400;
  }
  @media (pointer: coarse) {
    /* As far as a finger reaches, without holding the lines apart. */
    .language {
      min-block-size: 44px;
      margin-block: -8px;
    }
  }
  .panel {
    margin-block-start: 8px;
    padding: 8px 12px;
    border-inline-start: 3px solid var(--_accent);
    background: var(--_tint);
  }

  .content {
    font-size: 16px;
    line-height: 1.6;
  }
  .content > * {
    max-inline-size: 68ch;
  }
  .content:lang(zh) > * {
    max-inline-size: 42em;
  }
  .content > .table,
  .content > .code {
    max-inline-size: 760px;
  }
  .content > * + * {
    margin-block-start: 16px;
  }
  .content > h3 {
    margin-block-start: 32px;
    font-size: 20px;
    line-height: 1.35;
  }
  .content > :first-child {
    margin-block-start: 0;
  }
  .content > :is(h4, h5, h6) {
    margin-block-start: 24px;
  }
  .content > :is(h3, h4, h5, h6) {
    font-weight: 650;
    text-wrap: balance;
    scroll-margin-block-start: var(--aftercare-scroll-margin, 16px);
  }
  .content > :is(h3, h4, h5, h6) + * {
    margin-block-start: 8px;
  }
  .content h5,
  .content h6 {
    font-size: 14px;
  }
  .anchor {
    margin-inline-start: 4px;
    font-weight: 400;
    text-decoration: none;
    opacity: 0;
    transition: opacity 0.12s;
  }
  :is(h3, h4, h5, h6):hover .anchor,
  .anchor:focus-visible {
    opacity: 1;
  }
  @media (hover: none) {
    .anchor {
      opacity: 0.6;
    }
  }
  .content p,
  .content li {
    max-inline-size: inherit;
  }
  .content ul {
    list-style: disc;
  }
  .content ul ul {
    list-style: circle;
  }
  .content ul,
  .content ol {
    padding-inline-start: 24px;
  }
  .content li + li {
    margin-block-start: 4px;
  }
  .content li > * + * {
    margin-block-start: 8px;
  }
  .content li::marker {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  strong,
  .strong {
    font-weight: 600;
  }
  /* Chinese has no italics. */
  em:lang(zh) {
    font-style: normal;
    font-weight: 600;
  }
  blockquote {
    padding-block: 4px;
    padding-inline-start: 16px;
    border-inline-start: 3px solid var(--_line);
  }
  blockquote > * + * {
    margin-block-start: 8px;
  }
  hr {
    inline-size: 100%;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }
  code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace;
    font-size: 0.875em;
  }
  :not(pre) > code {
    padding: 1px 5px;
    border-radius: 4px;
    background: var(--_tint);
    box-decoration-break: clone;
    unicode-bidi: isolate;
  }
  .code {
    overflow: clip;
    border-radius: var(--_radius);
    background: var(--_tint);
  }
  .code-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-inline: 16px 4px;
    min-block-size: 36px;
  }
  .code-head button {
    border: 0;
    min-block-size: 32px;
    font-size: 13px;
  }
  .code-head button[data-done] {
    color: var(--_green);
  }
  .code-head button[data-done]::before {
    content: '✓' / '';
  }
  @media (pointer: coarse) {
    .code-head button {
      min-block-size: 44px;
    }
  }
  pre {
    padding: 0 16px 16px;
    tab-size: 2;
    text-align: start;
    overflow-wrap: normal;
  }
  /* Stronger than what is said of Chinese. */
  .code :is(pre, code) {
    line-height: 1.55;
    white-space: pre;
    text-wrap: nowrap;
    text-autospace: no-autospace;
  }
  .scroll {
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  /* There is more than is seen. */
  @media screen {
    .scroll[data-more]:not(:focus-visible) {
      mask-image: linear-gradient(to left, transparent, #000 40px);
    }
    .scroll[data-more]:not(:focus-visible):dir(rtl) {
      mask-image: linear-gradient(to right, transparent, #000 40px);
    }
  }
  table {
    border-collapse: collapse;
    font-size: 14px;
    line-height: 1.5;
  }
  th,
  td {
    padding: 8px 24px 8px 0;
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
    min-inline-size: 5em;
    max-inline-size: 26em;
    overflow-wrap: break-word;
    unicode-bidi: isolate;
  }
  [dir='rtl'] :is(th, td) {
    padding: 8px 0 8px 24px;
  }
  thead > tr > * {
    border-block-end-color: var(--_edge);
    font-weight: 600;
    vertical-align: bottom;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  .right {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .center {
    text-align: center;
  }
  .picture,
  .player {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    border-radius: var(--_radius);
  }
  .player {
    inline-size: 100%;
    aspect-ratio: 16 / 9;
    background: #000;
  }
  .picture.inline {
    display: inline;
    max-block-size: 2em;
    inline-size: auto;
    vertical-align: middle;
    border-radius: 4px;
  }
  .room {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    inline-size: 100%;
    aspect-ratio: 16 / 9;
    padding: 16px;
    border-radius: var(--_radius);
    background: var(--_tint);
    color: var(--_muted);
    font-size: 14px;
    text-align: center;
  }
  .room.inline {
    display: inline-grid;
    inline-size: auto;
    aspect-ratio: auto;
    padding: 0 6px;
    border-radius: 4px;
  }
  .consent {
    display: grid;
    align-content: center;
    gap: 12px;
    padding: 24px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    font-size: 14px;
    line-height: 1.5;
  }
  .out::after {
    content: '↗' / '';
    margin-inline-start: 2px;
    font-size: 0.8em;
  }
  .out:dir(rtl)::after {
    content: '↖' / '';
  }

  .related {
    display: grid;
    gap: 4px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_line);
  }
  .related h3 {
    font-weight: 600;
  }
  .related li {
    padding-block: 4px;
  }
  @media (pointer: coarse) {
    .related a {
      display: inline-block;
      padding-block: 10px;
    }
    .related li {
      padding-block: 0;
    }
  }
  .feedback {
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_line);
  }
  [data-feedback] {
    column-gap: 16px;
  }
  /* Its words line up with what is said, on a line of their own as well. */
  [data-feedback] > .plain {
    margin-inline: -8px;
  }
  .pair {
    display: flex;
    gap: 8px;
  }
  .feedback form {
    gap: 16px;
  }
  .feedback fieldset {
    display: grid;
    gap: 4px;
  }
  .feedback legend {
    padding: 0;
    margin-block-end: 4px;
  }
  .reason {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    font-weight: 400;
    cursor: pointer;
  }
  @media (pointer: coarse) {
    .reason {
      min-block-size: 44px;
    }
  }
  .reason input {
    inline-size: 16px;
    block-size: 16px;
    min-block-size: 0;
    accent-color: var(--_accent);
  }
  .feedback textarea {
    min-block-size: 80px;
  }
  .bar.tall {
    block-size: 24px;
    inline-size: 70%;
  }
  @container (max-width: 480px) {
    h2 {
      font-size: 20px;
    }
    .content > h3 {
      font-size: 18px;
      margin-block-start: 24px;
    }
    th,
    td {
      padding-inline-end: 16px;
    }
  }
  @media (forced-colors: active) {
    .code,
    .room,
    .panel,
    :not(pre) > code {
      border: 1px solid CanvasText;
    }
    .language,
    .code-head button {
      color: LinkText;
    }
    hr,
    blockquote,
    th,
    td {
      border-color: CanvasText;
    }
  }

  /* On paper there is nothing to press, nothing scrolls, and an address can be read. */
  @media print {
    .feedback,
    .related,
    .language,
    .anchor,
    .code-head,
    .stale,
    .consent button {
      display: none;
    }
    .content,
    .content > * {
      max-inline-size: none;
    }
    .content {
      font-size: 11pt;
    }
    .scroll {
      overflow: visible;
    }
    pre {
      padding: 8pt;
    }
    .code :is(pre, code) {
      text-wrap: wrap;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .code {
      border: 1px solid #999;
      background: none;
    }
    .out::after {
      content: ' (' attr(href) ')';
    }
    h2,
    h3,
    h4,
    h5,
    h6,
    thead {
      break-after: avoid;
    }
    tr,
    li,
    .code,
    .picture {
      break-inside: avoid;
    }
  }
`
