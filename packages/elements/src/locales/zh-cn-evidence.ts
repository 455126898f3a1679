import type { MoreEvidenceWords } from './words.ts'

const words: MoreEvidenceWords = {
  diagnostics: '技术信息',
  addDiagnostics: '添加技术信息',
  addDiagnosticsHelp: '本页面记录的错误等信息，发送前您可以逐条查看。',
  diagnosticsHelp: '密码、令牌、卡号、邮箱等内容已自动隐藏，不想发送的可以修改或移除。',
  linesToSend: (lines) => (lines ? `将发送${lines}条` : '不发送任何内容'),
  linesAdded: (lines) => `将发送${lines}条。`,
  lineRemoved: (left) => `已移除，将发送${left}条。`,
  linesLeftOut: '不发送技术信息。',
  nothingNoted: '本页面没有记录任何信息。',
  leaveAllOut: '全部不发送',
  putLineBack: '恢复该条',
  saveHar: '保存为HAR文件',
  lineText: (name, time) => `${name}，${time}`,
  removeLine: (name, time) => `移除${name}，${time}`,
  noAnswer: '无应答',
  lineKinds: {
    console: '控制台',
    request: '请求',
    navigation: '页面',
    mark: '耗时',
    version: '版本',
    flag: '功能开关',
    context: '上下文',
  },
}

export default words
