import type { MailBlock, MailContent } from './mail-content.ts'
import type { MailLocale } from './mail-locale.ts'
import { htmlOf, type Markup, markup } from './markup.ts'

// Mail programs drop style sheets more often than style attributes, so the light colours are in attributes, and the
// sheet has only what attributes cannot say; and they know no logical properties. No image and nothing from elsewhere: opening a mail tells nobody.

const fonts =
  "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
const ink = '#16272c'
const soft = '#54666c'
const line = '#d8e0e2'
const accent = '#0a6b72'

const sheet = markup`<style>
@media (prefers-color-scheme: dark) {
  body, .page { background: #0e171a !important; color: #e4ebec !important; }
  .soft { color: #a3b3b7 !important; }
  .quote, .rule { border-color: #33454b !important; }
  .button { background: #5accc7 !important; color: #06191c !important; }
}
</style>`

/** The HTML part: one column that fits a phone. */
export function renderHtml(content: MailContent, { locale, name }: { locale: MailLocale; name: string }): string {
  const leading = locale === 'zh-CN' ? '1.7' : '1.5'
  const text = `margin:0 0 16px;font-size:16px;line-height:${leading};text-wrap:pretty`
  const small = `margin:0 0 8px;font-size:13px;line-height:${leading};color:${soft};text-wrap:pretty`
  return htmlOf(markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${content.title}</title>
${sheet}
</head>
<body style="margin:0;background:#ffffff;color:${ink}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background:#ffffff;color:${ink};font-family:${fonts}">
<tr><td align="center" style="padding:32px 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:left">
<tr><td>
<p class="soft" style="${small};margin-bottom:16px">${name}</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.4;font-weight:600">${content.title}</h1>
${content.blocks.map((block) => blockOf(block, text))}
<div class="rule" style="margin-top:32px;padding-top:16px;border-top:1px solid ${line}">
${content.footer.map((paragraph) => markup`<p class="soft" style="${small}">${paragraph}</p>\n`)}</div>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`)
}

function blockOf(block: MailBlock, text: string): Markup {
  switch (block.kind) {
    case 'paragraph':
      return markup`<p style="${text}">${block.text}</p>\n`
    case 'quote':
      return markup`<blockquote dir="auto" class="quote" style="${text};padding-left:16px;border-left:3px solid ${line};overflow-wrap:anywhere">${linesOf(block.text)}</blockquote>\n`
    case 'facts':
      return markup`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="${text}">
${block.facts.map(
  ([label, value]) =>
    markup`<tr><td class="soft" style="padding:0 16px 4px 0;color:${soft};vertical-align:top;white-space:nowrap">${label}</td><td dir="auto" style="padding:0 0 4px;overflow-wrap:anywhere">${value}</td></tr>\n`,
)}</table>\n`
    case 'link':
      return markup`<p style="margin:24px 0 16px"><a class="button" href="${block.url}" target="_blank" rel="noopener noreferrer" style="display:inline-block;padding:10px 20px;border-radius:8px;background:${accent};color:#ffffff;font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${block.label}</a></p>\n`
  }
}

/** Some mail programs know no `white-space: pre-wrap`. */
function linesOf(text: string): readonly Markup[] {
  return text.split('\n').map((each, index) => (index === 0 ? markup`${each}` : markup`<br>\n${each}`))
}
