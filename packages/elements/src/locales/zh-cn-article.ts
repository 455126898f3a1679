import type { MoreArticleWords } from './words.ts'
import base from './zh-cn.ts'
import problems from './zh-cn-problems.ts'

const words: MoreArticleWords = {
  problems: { ...base.problems, ...problems },
  forbidden: '您无权查看。',
  forbiddenHelp: '如需查看，请联系账户管理员。',
  failed: '未能加载。',
  again: '重试',
  loading: '正在加载…',
  offlineStale: '网络已断开，显示的是最近一次的内容。',
  offlineCopy: (reason) => `${reason}显示的是保存在本设备上的内容。`,

  articleNotFound: '没有找到这篇文章',
  articleNotFoundHelp: '文章可能已下架，或仅对部分用户开放。您可以搜索相关内容，或联系我们。',
  kinds: {
    faq: '常见问题',
    manual: '使用指南',
    troubleshooting: '故障排查',
    video: '视频',
    release_note: '版本说明',
  },
  audiences: { customers: '仅限客户', internal: '内部资料' },
  versions: (from, to) => (from ? (to ? `${from}至${to}` : `${from}及以上`) : `${to}及以下`),
  updatedOn: (day) => `更新于${day}`,
  onlyIn: (wanted, language) => `本文暂无${wanted}版本，以下为${language}内容。`,
  readIn: (language) => `阅读${language}版本`,
  linkTo: (heading) => `“${heading}”的链接`,
  newTab: '在新标签页中打开',

  code: (language) => (language ? `代码，${language}` : '代码'),
  copyCode: '复制',
  codeCopied: '已复制',
  codeNotCopied: '未能复制。内容已选中，请按Ctrl+C或⌘C复制。',
  table: (columns) => `表格：${columns}`,
  pictureMissing: '图片暂时无法显示。',
  video: '视频',
  videoFrom: (host) => `视频存放在${host}，加载后对方会看到您的IP地址。目前尚未加载任何内容。`,
  loadVideo: '加载视频',
  openVideo: (host) => `前往${host}观看`,
  videoFailed: '视频无法在此播放。',

  related: '延伸阅读',
  helpful: '本文对您有帮助吗？',
  yes: '有帮助',
  no: '没有帮助',
  whyNot: '哪里不够好？',
  reasons: {
    unclear: '看不明白',
    incomplete: '内容不全',
    outdated: '内容已过时',
    wrong: '内容有误',
    other_problem: '与我的问题不符',
  },
  comment: '您希望看到什么内容？',
  commentHelp: '此处的内容不会得到答复。如需帮助，请提交工单。',
  commentTooLong: (over) => `超出${over}个字。`,
  sendFeedback: '提交',
  cancel: '取消',
  thanks: (helpful) => (helpful ? '感谢反馈，很高兴能帮到您。' : '感谢反馈，我们会尽快改进。'),
  change: '修改反馈',
  feedbackWaits: (reason, durable) =>
    `${reason}${durable ? '反馈已保存在本设备，稍后会自动提交。' : '反馈尚未提交，提交完成前请勿关闭此页面。'}`,
  feedbackFailed: (reason) => `反馈未能提交。${reason}`,
}

export default words
