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

  addScreenshot: '添加截图',
  editScreenshot: '编辑截图',
  screenshotWays: (capture) =>
    `您可以${capture ? '截取屏幕，' : ''}按Ctrl+V或⌘V粘贴图片，也可以选择图片。添加之前可以涂黑不想公开的部分。`,
  capture: '截取屏幕',
  choosePicture: '选择图片',
  captureFailed: '未能截取屏幕。您也可以在此粘贴或选择图片。',
  noPicture: '无法使用此图片，请选择其他图片。',
  cancel: '取消',
  tool: '工具',
  tools: { blackout: '涂黑', blur: '模糊', box: '方框', arrow: '箭头', crop: '裁剪' },
  editorHelp:
    '在图片上拖动即可。键盘操作：回车键添加，方向键移动，Shift加方向键调整大小，Delete键移除。隐私内容请用“涂黑”，涂黑部分不会保留在文件中。',
  picture: '截图',
  marks: '已添加的标记',
  noMarks: '没有添加任何标记。',
  markAt: (tool, left, top, width, height) => `${tool}：距左${left}%，距上${top}%，宽${width}%，高${height}%。`,
  useScreenshot: '使用此图片',
  addMark: '添加到中间',
  removeMark: '移除标记',
  undo: '撤销',
}

export default words
