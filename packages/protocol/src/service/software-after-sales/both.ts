/** One text in the two languages of the preset. */
export const both = (en: string, chinese: string) => ({ en, 'zh-CN': chinese })
