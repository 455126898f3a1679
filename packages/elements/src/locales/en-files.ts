import { count } from './en.ts'

/** What is said of files once there are some. */
export default {
  removeFile: (name: string) => `Remove ${name}`,
  fileAdded: (name: string, size: string) => `${name} added, ${size}`,
  fileRemoved: (name: string) => `${name} removed`,
  fileNotRemoved: (name: string) => `${name} could not be removed: it may be on its way already.`,
  fileTooLarge: (name: string, size: string) => `${name} was not added: it is larger than ${size}.`,
  fileTooMany: (name: string, most: number) => `${name} was not added: at most ${count(most, 'file', 'files')}.`,
  fileUnreadable: (name: string) => `${name} was not added: it cannot be read.`,
  filesLater: '. Files are not kept with a draft.',
  uploading: (done: number, total: number) => `Sending file ${Math.min(done + 1, total)} of ${total} …`,
  fileProgress: 'Progress of the files',
  fileArrived: (sent: string, size: string) => `${sent} of ${size}`,
  paused: 'Paused. What has been sent stays there.',
  pause: 'Pause',
  resume: 'Go on',
}
