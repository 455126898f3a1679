/** Who can be signed in to the example. In a real product these come from its own accounts. */
export const people = {
  mara: {
    subject: 'mara-lindqvist',
    name: 'Mara Lindqvist',
    email: 'mara.lindqvist@nordkai.example',
    account: 'nordkai',
    company: 'Nordkai Freight AB',
    locale: 'en',
    initials: 'ML',
  },
  siyuan: {
    subject: 'chen-siyuan',
    name: '陈思远',
    email: 'chen.siyuan@hengtai.example',
    account: 'hengtai',
    company: '恒泰国际物流有限公司',
    locale: 'zh-CN',
    initials: '陈',
  },
}
