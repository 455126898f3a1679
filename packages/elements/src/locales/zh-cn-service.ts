import type { ServiceWords } from './words.ts'

const words: ServiceWords = {
  chooseAnswer: '请选择',
  clear: '清除',
  yes: '是',
  no: '否',
  from: '开始',
  until: '结束',
  chooseUpTo: (most) => `最多选择${most}项。`,
  localTime: (zone) => `按您的当地时间（${zone}）填写。`,
  topics: '各类问题的说明',
  confidential: '保密工单：除您之外，仅处理人员可以查看，您的同事无法查看。',

  answerNeeded: '请填写此项。',
  agreementNeeded: '需要您同意。',
  incomplete: '此项尚未填写完整。',
  bothNeeded: '请填写开始和结束时间。',
  endsEarly: '结束时间早于开始时间。',
  wholeNumber: '请填写整数。',
  atLeast: (least) => `不能小于${least}。`,
  atMost: (most) => `不能大于${most}。`,
  tooManyChosen: (most) => `最多可选${most}项。`,
  field: (label, error) => `${label}：${error}`,

  completeness: '填写情况',
  given: (given, asked) => `已填写${given}项，共${asked}项`,
  allGiven: '信息已填写齐全，谢谢。',
  helpful: '补充以下信息最有帮助：',
  needed: '提交前需要填写。',
  descriptionWhy: '用您自己的话说明，我们能更快理解。',

  sentAlong: '随工单发送的信息',
  sentAlongHelp: '由本页面自动获取，不想发送的可以去掉。',
  nothingAlong: '无',
  environment: {
    product: '产品',
    version: '版本',
    locale: '语言',
    timeZone: '时区',
    browser: '浏览器',
  },
  leaveOut: (name) => `不发送${name}`,
  putBack: (name) => `恢复发送${name}`,
  leftOut: '不发送',

  outlook: '预计处理时间',
  answerBy: '首次响应不晚于',
  solutionBy: '解决不晚于',
  dateNamed: '首次响应时告知',
  priority: (label) => `按您填写的内容，优先级为${label}。`,
  estimate: (zone) => `按您的当地时间（${zone}）预估，以工单显示为准。`,
  backAt: (when) => `现在是非工作时间，服务人员将于${when}恢复工作。`,
  holidaysUnknown: '届时的节假日安排尚未公布，实际时间可能更晚。',
  promised: (zone) => `以上为您的当地时间（${zone}）。`,
}

export default words
