/** What is said of files once there are some. */
export default {
  removeFile: (name: string) => `Remove ${name}`,
  fileAdded: (name: string, size: string) => `${name} added, ${size}`,
  fileRemoved: (name: string) => `${name} removed`,
  fileTooLarge: (name: string, size: string) => `${name} was not added: it is larger than ${size}.`,
  fileTooMany: (name: string, most: number) => `${name} was not added: at most ${most} files.`,
  fileUnreadable: (name: string) => `${name} was not added: it cannot be read.`,
  fileProgress: 'Files that have been sent',
  fileArrived: (sent: string, size: string) => `${sent} of ${size}`,
  paused: 'Paused. What has been sent stays there.',
  pause: 'Pause',
  resume: 'Go on',
}
