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
}
