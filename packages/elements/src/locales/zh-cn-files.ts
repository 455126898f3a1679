import type { FileWords } from './words.ts'

const words: FileWords = {
  removeFile: (name) => `移除${name}`,
  fileAdded: (name, size) => `已添加${name}，${size}`,
  fileRemoved: (name) => `已移除${name}`,
  fileNotRemoved: (name) => `无法移除${name}：它可能已经发出。`,
  fileTooLarge: (name, size) => `未添加${name}：文件超过${size}。`,
  fileTooMany: (name, most) => `未添加${name}：最多${most}个文件。`,
  fileUnreadable: (name) => `未添加${name}：无法读取该文件。`,
  filesLater: '。附件不随草稿保存。',
  uploading: (done, total) => `正在发送附件（${Math.min(done + 1, total)}/${total}）…`,
  fileProgress: '附件发送进度',
  fileArrived: (sent, size) => `已发送${sent}，共${size}`,
  paused: '已暂停，已发送的部分会保留。',
  pause: '暂停',
  resume: '继续',
}

export default words
