import { areaOf, type Mark } from './drawing.ts'

/** The picture, held as pixels. */
export type Picture = HTMLCanvasElement

const red = '#d3303a'
/** Blocks of a blur along its longer side at most, and pixels of one at least: no letter can be guessed from them. */
const mostBlocks = 8
const leastBlock = 12

const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no canvas to draw on')
  return context
}

export function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  return canvas
}

/** Draws the picture with its marks. What is blacked out or blurred has lost its pixels; nothing lies beneath. */
export function paint(canvas: HTMLCanvasElement, picture: Picture, marks: readonly Mark[]): void {
  const context = contextOf(canvas)
  context.drawImage(picture, 0, 0)
  for (const mark of marks) {
    if (mark.tool === 'blur') blur(context, mark)
    else if (mark.tool === 'blackout') {
      const { left, top, width, height } = areaOf(mark, canvas)
      context.fillStyle = '#000'
      context.fillRect(left, top, width, height)
    }
  }
  for (const mark of marks) if (mark.tool === 'box' || mark.tool === 'arrow') line(context, mark)
}

/** The mean of each block, drawn softly: made by hand, as browsers differ in how they make a picture small. */
function blur(context: CanvasRenderingContext2D, mark: Mark): void {
  const { left, top, width, height } = areaOf(mark, context.canvas)
  const block = Math.max(leastBlock, Math.max(width, height) / mostBlocks)
  const [columns, rows] = [Math.max(1, Math.floor(width / block)), Math.max(1, Math.floor(height / block))]
  const { data } = context.getImageData(left, top, width, height)
  const sums = new Float64Array(columns * rows * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)) * 4
      const pixel = (y * width + x) * 4
      for (let part = 0; part < 3; part++) sums[to + part] = (sums[to + part] ?? 0) + (data[pixel + part] ?? 0)
      sums[to + 3] = (sums[to + 3] ?? 0) + 1
    }
  }
  const small = canvasOf(columns, rows)
  const means = new ImageData(columns, rows)
  for (let at = 0; at < sums.length; at += 4) {
    const pixels = sums[at + 3] || 1
    for (let part = 0; part < 3; part++) means.data[at + part] = (sums[at + part] ?? 0) / pixels
    means.data[at + 3] = 255
  }
  contextOf(small).putImageData(means, 0, 0)
  context.drawImage(small, 0, 0, columns, rows, left, top, width, height)
}

/** A white edge around the line, so that it is seen on any picture. */
function line(context: CanvasRenderingContext2D, mark: Mark): void {
  const { x, y, width, height } = mark
  const thick = Math.max(3, Math.round(Math.min(context.canvas.width, context.canvas.height) / 200))
  context.lineJoin = context.lineCap = 'round'
  const path = new Path2D()
  if (mark.tool === 'box') path.rect(x, y, width, height)
  else {
    const angle = Math.atan2(height, width)
    path.moveTo(x, y)
    path.lineTo(x + width, y + height)
    for (const side of [0.85, -0.85]) {
      path.moveTo(x + width, y + height)
      const head = angle + Math.PI * side
      path.lineTo(x + width + Math.cos(head) * thick * 6, y + height + Math.sin(head) * thick * 6)
    }
  }
  context.strokeStyle = '#fff'
  context.lineWidth = thick * 2
  context.stroke(path)
  context.strokeStyle = red
  context.lineWidth = thick
  context.stroke(path)
}

/** Shows what only the editor shows: what a crop leaves out, and which mark is selected. */
export function paintGuides(canvas: HTMLCanvasElement, marks: readonly Mark[], selected: Mark | undefined): void {
  const context = contextOf(canvas)
  const crop = marks.find(({ tool }) => tool === 'crop')
  if (crop) {
    const { left, top, width, height } = areaOf(crop, canvas)
    const outside = new Path2D()
    outside.rect(0, 0, canvas.width, canvas.height)
    outside.rect(left, top, width, height)
    context.fillStyle = 'rgb(0 0 0 / 55%)'
    context.fill(outside, 'evenodd')
  }
  if (!selected) return
  const { left, top, width, height } = areaOf(selected, canvas)
  const unit = Math.max(1, canvas.width / 800)
  for (const [colour, offset] of [
    ['#fff', 0],
    ['#000', 4],
  ] as const) {
    context.setLineDash([4 * unit, 4 * unit])
    context.lineDashOffset = offset * unit
    context.strokeStyle = colour
    context.lineWidth = 2 * unit
    context.strokeRect(left, top, width, height)
  }
  context.setLineDash([])
}

/** The picture as a file: marked, cropped, made of pixels alone. Rejects where the browser makes none. */
export async function fileOf(picture: Picture, marks: readonly Mark[], name: string): Promise<File> {
  const whole = canvasOf(picture.width, picture.height)
  paint(whole, picture, marks)
  const crop = marks.find(({ tool }) => tool === 'crop')
  let result = whole
  if (crop) {
    const { left, top, width, height } = areaOf(crop, whole)
    result = canvasOf(width, height)
    contextOf(result).drawImage(whole, left, top, width, height, 0, 0, width, height)
  }
  const blob = await new Promise<Blob | null>((resolve) => result.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The picture could not be made')
  return new File([blob], name, { type: 'image/png' })
}
