import { canvasOf, type Picture } from './paint.ts'

/** Larger pictures are made smaller: no screen needs more, and some browsers draw nothing beyond it. */
const largest = 4096

function pictureOf(source: CanvasImageSource, width: number, height: number): Picture {
  if (!width || !height) throw new Error('There is no picture')
  const scale = Math.min(1, largest / Math.max(width, height))
  const picture = canvasOf(Math.round(width * scale), Math.round(height * scale))
  picture.getContext('2d')?.drawImage(source, 0, 0, picture.width, picture.height)
  return picture
}

/** Whether this browser can take a picture of the screen at all: phones cannot, and a frame needs leave. */
export const canCapture = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function'

/**
 * One picture of what the person chooses in the browser's own dialog; the capture ends at once. Rejects when they choose
 * nothing or the page may not ask.
 */
export async function captureScreen(): Promise<Picture> {
  const options: DisplayMediaStreamOptions & { preferCurrentTab?: boolean } = {
    video: true,
    audio: false,
    preferCurrentTab: true,
  }
  const stream = await navigator.mediaDevices.getDisplayMedia(options)
  try {
    const video = document.createElement('video')
    video.muted = video.playsInline = true
    video.srcObject = stream
    await video.play()
    // The browser's own dialog fades out over the page.
    await new Promise((resolve) => setTimeout(resolve, 400))
    return pictureOf(video, video.videoWidth, video.videoHeight)
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

/** A picture out of a file, without what else the file says: place, camera, comments. Rejects when it is none. */
export async function pictureFrom(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file)
  try {
    return pictureOf(bitmap, bitmap.width, bitmap.height)
  } finally {
    bitmap.close()
  }
}
