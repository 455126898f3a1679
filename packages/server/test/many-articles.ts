import { seeded } from '../../protocol/test/seeded.ts'

/** Plain words in three languages, of which texts are made that nobody wrote. */
const words: Readonly<Record<string, readonly string[]>> = {
  en: (
    'valve pump filter cable screen printer paper roll cover lamp motor belt sensor switch drawer scanner battery charger ' +
    'network account invoice report window button menu panel update restart clean replace measure open close turn press ' +
    'lift hold release check wait slow fast hot cold wet dry old new left right upper lower before after during without'
  ).split(' '),
  de: (
    'Ventil Pumpe Filter Kabel Schirm Drucker Papier Rolle Deckel Lampe Motor Riemen Sensor Schalter Lade Leser Akku ' +
    'Netz Konto Rechnung Bericht Fenster Knopf Seite reinigen ersetzen messen drehen lösen prüfen warten langsam schnell ' +
    'heiß kalt feucht trocken alt neu links rechts oben unten vorher nachher während ohne größer übrig'
  ).split(' '),
  'zh-CN':
    '阀门 水泵 滤网 电缆 屏幕 打印机 纸张 纸卷 盖子 灯 电机 皮带 传感器 开关 抽屉 扫描 电池 充电 网络 账户 发票 报告 窗口 按钮 清洁 更换 测量 打开 关闭 旋转 检查 等待'.split(
      ' ',
    ),
}
const languages = ['en', 'en', 'en', 'de', 'zh-CN'] as const

/** One of many articles, as a line of an import: some 200 words under three headings, always the same ones for a number. */
export function articleNumber(number: number) {
  const random = seeded(number + 1)
  const locale = languages[number % languages.length]!
  const known = words[locale]!
  // Few words are frequent; some are a part's own, as in manuals.
  const word = () =>
    random() < 0.1 ? `${locale[0]}x-${Math.floor(random() * 5_000)}` : known[Math.floor(random() ** 2 * known.length)]!
  const line = (count: number) => Array.from({ length: count }, word).join(locale === 'zh-CN' ? '' : ' ')
  const part = (at: number) => `## ${at} ${line(3)}\n\n${line(40)}.\n\n- ${line(8)}\n- *${line(6)}*`
  return {
    ...{ id: `number-${number}`, locale, title: `${line(4)} ${number}`, keywords: [line(1)] },
    body: `${line(20)}.\n\n${[1, 2, 3].map(part).join('\n\n')}\n\nSee [another](article:number-${number === 0 ? 1 : number - 1}).`,
  }
}
