import '@aftercare/elements/define'
import '@aftercare/elements/screenshot/define'
import type { AftercareScreenshot, AftercareTicketForm } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { addMark, areaOf, blank, changeMark, type Mark, removeMark, undo } from '../src/screenshot/drawing.ts'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled, show, textOf } from './support/page.ts'
import { drawnPicture, editing, evidenceForm } from './support/states.ts'
import { customerCore, newPerson } from './support/world.ts'

const width = 400
const height = 200

const open = async (): Promise<AftercareScreenshot> => {
  const element = await show<AftercareScreenshot>('aftercare-screenshot', { client: customerCore(newPerson()) })
  await editing(element)
  return element
}

const finished = (element: AftercareScreenshot): Promise<File> => {
  const file = new Promise<File>((resolve) =>
    element.addEventListener('aftercare-screenshot', (event) => resolve(event.detail.file), { once: true }),
  )
  inside(element, '.done').click()
  return file
}

/** The colour of each pixel of a file, decoded anew. */
async function pixelsOf(file: File) {
  const bitmap = await createImageBitmap(file)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d')
  ok(context, 'a canvas')
  context.drawImage(bitmap, 0, 0)
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
  return {
    width: bitmap.width,
    height: bitmap.height,
    at: (x: number, y: number) => [...data.slice((y * bitmap.width + x) * 4, (y * bitmap.width + x) * 4 + 3)].join(),
  }
}

async function chooseTool(element: AftercareScreenshot, tool: string): Promise<void> {
  inside<HTMLInputElement>(element, `[value=${tool}]`).click()
  await settled(element)
}

function drag(element: AftercareScreenshot, from: readonly [number, number], to: readonly [number, number]): void {
  const canvas = inside<HTMLCanvasElement>(element, 'canvas')
  // There is no such pointer to capture.
  canvas.setPointerCapture = () => {}
  const box = canvas.getBoundingClientRect()
  const send = (type: string, [x, y]: readonly [number, number]) =>
    canvas.dispatchEvent(
      new PointerEvent(type, {
        ...{ pointerId: 7, button: 0, pointerType: 'touch', bubbles: true },
        clientX: box.left + (x / width) * box.width,
        clientY: box.top + (y / height) * box.height,
      }),
    )
  send('pointerdown', from)
  send('pointermove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
  send('pointermove', to)
  send('pointerup', to)
}

describe('a drawing', () => {
  const mark = (more: Partial<Mark> = {}): Mark => ({ tool: 'box', x: 10, y: 10, width: 20, height: 20, ...more })

  it('goes back step by step, a movement being one', () => {
    const one = addMark(blank, mark())
    const moved = changeMark(changeMark(one, mark({ x: 11 }), true), mark({ x: 12 }), false)
    equal(moved.marks[0]?.x, 12)
    equal(undo(moved).marks[0]?.x, 10)
    equal(undo(undo(moved)).marks.length, 0)
    equal(undo(blank), blank)
    equal(undo(removeMark(one)).marks.length, 1)
  })

  it('has one crop', () => {
    const twice = addMark(addMark(addMark(blank, mark({ tool: 'crop' })), mark()), mark({ tool: 'crop', x: 50 }))
    equal(twice.marks.map(({ tool }) => tool).join(), 'box,crop')
    equal(twice.selected, 1)
  })

  it('stays within its picture, in whichever direction it was drawn', () => {
    const area = areaOf(mark({ x: 390, y: 190, width: -500, height: 50 }), { width, height })
    equal(JSON.stringify(area), JSON.stringify({ left: 0, top: 190, width: 390, height: 10 }))
  })
})

describe('a screenshot', () => {
  afterEach(clearPage)

  it('has lost the pixels that were blacked out, by the keyboard alone', async () => {
    const element = await open()
    const canvas = inside<HTMLCanvasElement>(element, 'canvas')
    equal(element.shadowRoot?.activeElement, canvas)
    await sendKeys({ press: 'Enter' })
    for (let times = 0; times < 3; times++) await sendKeys({ press: 'ArrowLeft' })
    await settled(element)
    contains(textOf(element), 'Black out: 32 % from the left, 38 % from the top')
    const pixels = await pixelsOf(await finished(element))
    equal(pixels.width, width)
    for (let x = 128; x < 226; x += 7) for (let y = 76; y < 124; y += 7) equal(pixels.at(x, y), '0,0,0')
    ok(pixels.at(20, 20) !== '0,0,0', 'the rest is as it was')
    ok(!inside<HTMLDialogElement>(element, 'dialog').open, 'the dialog is closed')
    equal((element.shadowRoot?.activeElement as HTMLElement | null)?.className, 'begin')
  })

  it('is blurred beyond what one can read', async () => {
    const element = await open()
    await chooseTool(element, 'blur')
    drag(element, [0, 0], [width, height])
    const pixels = await pixelsOf(await finished(element))
    // Stripes of one pixel, black and white: what is left of them is grey.
    const seen = new Set(Array.from({ length: 60 }, (_, index) => pixels.at(170 + index, 100)))
    for (const colour of seen) {
      const [red = 0] = colour.split(',').map(Number)
      ok(red > 60 && red < 200, colour)
    }
  })

  it('is blurred beyond what one can read in small areas too', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')
    ok(context, 'a canvas')
    // Strokes as wide as those of large letters.
    for (let x = 0; x < width; x += 6) {
      context.fillStyle = x % 12 ? '#000' : '#fff'
      context.fillRect(x, 0, 6, height)
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
    const element = await show<AftercareScreenshot>('aftercare-screenshot', { client: customerCore(newPerson()) })
    await editing(element, new File([blob ?? ''], 'strokes.png', { type: 'image/png' }))
    await chooseTool(element, 'blur')
    drag(element, [120, 40], [128, 48])
    drag(element, [240, 40], [264, 64])
    drag(element, [320, 40], [368, 52])
    const pixels = await pixelsOf(await finished(element))
    equal(pixels.at(118, 44), '0,0,0')
    const rowOf = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => Number(pixels.at(from + index, 45).split(',')[0]))
    // Where a pointer is, browsers round to a pixel.
    for (const row of [rowOf(121, 127), rowOf(241, 263), rowOf(321, 367)])
      ok(Math.max(...row) - Math.min(...row) < 50, row.join())
  })

  it('is cropped, boxed and pointed at with a finger', async () => {
    const element = await open()
    await chooseTool(element, 'crop')
    drag(element, [100, 50], [300, 150])
    await chooseTool(element, 'box')
    drag(element, [120, 60], [280, 140])
    await chooseTool(element, 'arrow')
    drag(element, [150, 70], [200, 100])
    await settled(element)
    equal(element.shadowRoot?.querySelectorAll('[aria-pressed]').length, 3)
    const pixels = await pixelsOf(await finished(element))
    equal(`${pixels.width} × ${pixels.height}`, '200 × 100')
    equal(pixels.at(20, 50), '211,48,58')
  })

  it('can be changed back, with keys and with buttons', async () => {
    const element = await open()
    await sendKeys({ press: 'Enter' })
    await settled(element)
    inside(element, '.remove').click()
    await settled(element)
    contains(textOf(element), 'Nothing is added.')
    inside(element, '.undo').click()
    await settled(element)
    contains(textOf(element), 'Black out: ')
    inside(element, '.undo').click()
    await settled(element)
    const pixels = await pixelsOf(await finished(element))
    ok(pixels.at(200, 100) !== pixels.at(201, 100), 'the stripes')
  })

  it('is what was pasted into the dialog, and the form does not take it as it is', async () => {
    const form = await evidenceForm({}, undefined, 'screenshot')
    const element = inside<AftercareScreenshot>(form, 'aftercare-screenshot')
    await until(() => element.shadowRoot?.querySelector('.begin'), 'the button')
    inside(element, '.begin').click()
    const dialog = await until(() => element.shadowRoot?.querySelector('dialog[open]'), 'the dialog')
    const clipboardData = new DataTransfer()
    clipboardData.items.add(await drawnPicture())
    // Firefox makes no paste event that carries files.
    const paste = new Event('paste', { bubbles: true, composed: true, cancelable: true })
    dialog.querySelector('button')?.dispatchEvent(Object.assign(paste, { clipboardData }))
    await until(() => element.shadowRoot?.querySelector('canvas'), 'the editor')
    ok(!form.shadowRoot?.querySelector('.file'), 'nothing is attached yet')
    inside(element, '.done').click()
    await until(() => form.shadowRoot?.querySelector('.file'), 'the attachment')
    contains(textOf(form), 'screenshot-')
  })

  it('says so where a file is no picture', async () => {
    const element = await show<AftercareScreenshot>('aftercare-screenshot', { client: customerCore(newPerson()) })
    await editing(element, new File(['no'], 'a.png', { type: 'image/png' }), '[role=alert]')
    contains(textOf(element), 'This is no picture that can be used.')
  })

  it('is taken within a modal dialog of the host, which stays open', async () => {
    const host = document.createElement('dialog')
    const place = document.createElement('main')
    place.append(host)
    document.body.append(place)
    const form = document.createElement('aftercare-ticket-form') as AftercareTicketForm
    Object.assign(form, { client: customerCore(newPerson()), diagnostics: 'screenshot', locale: 'en' })
    host.append(form)
    host.showModal()
    await until(() => form.shadowRoot?.querySelector('#subject'), 'the form')
    inside(form, '#subject').focus()
    const element = await until(() => form.shadowRoot?.querySelector('aftercare-screenshot'), 'the offer')
    await until(() => element.shadowRoot?.querySelector('.begin'), 'its words')
    await editing(element as AftercareScreenshot)
    const box = inside(element, 'canvas').getBoundingClientRect()
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    equal(top, form, 'what is on top is ours')
    await sendKeys({ press: 'Escape' })
    await until(() => !inside<HTMLDialogElement>(element, 'dialog').open, 'ours to be closed')
    ok(host.open, "the host's is open")
  })
})
