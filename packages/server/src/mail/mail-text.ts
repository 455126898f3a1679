/** A text as one line, without controls and without what turns the direction of all that follows. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  return shortened(line, longest)
}

/** A text as lines that end in `\n` and hold nothing else that controls a screen but tabs. */
export function plainLines(text: string): string {
  const lines = text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
  return lines.replace(/(?![\n\t])\p{Cc}/gu, '').trim()
}

/** @param longest in characters, none of which is cut in two */
export function shortened(text: string, longest: number): string {
  const characters = [...text]
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
