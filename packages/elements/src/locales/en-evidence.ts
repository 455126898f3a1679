import { count } from './en.ts'

/** What the form says besides, where it offers evidence: technical details and pictures of the screen. */
export default {
  diagnostics: 'Technical details',
  addDiagnostics: 'Add technical details',
  addDiagnosticsHelp: 'What this page has noted, such as errors. You see each line before it is sent.',
  diagnosticsHelp:
    'Passwords, tokens, card numbers, e-mail addresses and the like are hidden already. Change or remove what you do not want to send.',
  linesToSend: (lines: number) => (lines ? `${count(lines, 'line', 'lines')} will be sent` : 'nothing will be sent'),
  linesAdded: (lines: number) => `${count(lines, 'line', 'lines')} will be sent.`,
  lineRemoved: (left: number) => `Removed. ${count(left, 'line', 'lines')} will be sent.`,
  linesLeftOut: 'Technical details are left out.',
  nothingNoted: 'This page has noted nothing.',
  leaveAllOut: 'Leave all out',
  putLineBack: 'Put the line back',
  saveHar: 'Save as HAR',
  lineText: (name: string, time: string) => `${name}, ${time}`,
  removeLine: (name: string, time: string) => `Remove ${name}, ${time}`,
  noAnswer: 'no answer',
  lineKinds: {
    console: 'Console',
    request: 'Request',
    navigation: 'Page',
    mark: 'Timing',
    version: 'Version',
    flag: 'Feature',
    context: 'Context',
  } as Readonly<Record<string, string>>,

  addScreenshot: 'Add a screenshot',
  editScreenshot: 'Edit the screenshot',
  screenshotWays: (capture: boolean) =>
    `${capture ? 'Capture what you see, paste' : 'Paste'} a picture with Ctrl+V or ⌘V, or choose one. You can black out parts of it before it is added.`,
  capture: 'Capture the screen',
  choosePicture: 'Choose a picture',
  captureFailed: 'Nothing was captured. You can also paste a picture here, or choose one.',
  noPicture: 'This is no picture that can be used. Please choose another.',
  cancel: 'Cancel',
  tool: 'Tool',
  tools: { blackout: 'Black out', blur: 'Blur', box: 'Box', arrow: 'Arrow', crop: 'Crop' },
  editorHelp:
    'Draw on the picture. With keys: Enter adds, arrows move, Shift and arrows change the size, Delete removes. Use Black out for secrets: what is under it is gone from the file.',
  picture: 'The screenshot',
  marks: 'What you have added',
  noMarks: 'Nothing is added.',
  markAt: (tool: string, left: number, top: number, width: number, height: number) =>
    `${tool}: ${left} % from the left, ${top} % from the top, ${width} % wide, ${height} % high.`,
  useScreenshot: 'Use the picture',
  addMark: 'Add in the middle',
  removeMark: 'Remove it',
  undo: 'Undo',
}
