/** What can be done to a picture. */
export const tools = ['blackout', 'blur', 'box', 'arrow', 'crop'] as const
export type Tool = (typeof tools)[number]

/** One thing done to it, in pixels of the picture. An arrow goes from its corner to the other one. */
export interface Mark {
  readonly tool: Tool
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Drawing {
  readonly marks: readonly Mark[]
  /** The mark that keys move. */
  readonly selected: number | undefined
  /** The marks as they were, for undo: the oldest first. */
  readonly past: readonly (readonly Mark[])[]
}

export const blank: Drawing = { marks: [], selected: undefined, past: [] }

/** Adds a mark and selects it; a picture has one crop, so a new one takes the place of the other. */
export function addMark({ marks, past }: Drawing, mark: Mark): Drawing {
  const others = mark.tool === 'crop' ? marks.filter(({ tool }) => tool !== 'crop') : marks
  return { marks: [...others, mark], selected: others.length, past: [...past, marks] }
}

/** Puts another in the selected one's place; `first` begins a step that can be undone, what follows belongs to it. */
export function changeMark(drawing: Drawing, mark: Mark, first: boolean): Drawing {
  const { marks, selected, past } = drawing
  if (selected === undefined) return drawing
  return { marks: marks.with(selected, mark), selected, past: first ? [...past, marks] : past }
}

/** Takes the selected mark away, and selects the one before it. */
export function removeMark(drawing: Drawing): Drawing {
  const { marks, selected, past } = drawing
  if (selected === undefined) return drawing
  const rest = marks.toSpliced(selected, 1)
  return { marks: rest, selected: rest.length ? Math.max(0, selected - 1) : undefined, past: [...past, marks] }
}

export function undo(drawing: Drawing): Drawing {
  const marks = drawing.past.at(-1)
  if (!marks) return drawing
  return { marks, selected: marks.length ? marks.length - 1 : undefined, past: drawing.past.slice(0, -1) }
}

/** The mark as an area: its corner at the top left, its sides no less than a pixel, within the picture. */
export function areaOf({ x, y, width, height }: Mark, picture: { readonly width: number; readonly height: number }) {
  const left = clamp(Math.floor(Math.min(x, x + width)), picture.width - 1)
  const top = clamp(Math.floor(Math.min(y, y + height)), picture.height - 1)
  const right = clamp(Math.ceil(Math.max(x, x + width)), picture.width)
  const bottom = clamp(Math.ceil(Math.max(y, y + height)), picture.height)
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** A mark in the middle of the picture, for who has no pointer. */
export function middleMark(tool: Tool, { width, height }: { readonly width: number; readonly height: number }): Mark {
  const inset = tool === 'crop' ? 0.1 : 0.375
  return { tool, x: width * inset, y: height * inset, width: width * (1 - 2 * inset), height: height * (1 - 2 * inset) }
}
