// What several scenes do on a page.

export const problem = (status, code) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: `urn:aftercare:problem:${code}`, title: code, status, code }),
})

export const answer = (path, how) => (page) => page.route(path, how)

export const never = () => new Promise(() => {})

export const form = (page) => page.locator('aftercare-ticket-form')

export const reply = (page) => page.locator('aftercare-ticket')

export const fields = {
  en: [
    'incident',
    'Containers of TW-48213 show no position',
    'Since Sunday 02:00 UTC the map stays empty. The API answers with the last port only.',
  ],
  'zh-CN': ['incident', 'TW-48213 的集装箱没有位置信息', '自周日 10:00 起地图一直为空，API 只返回上一个港口。'],
}
