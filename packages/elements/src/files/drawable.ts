/** What every browser draws and what can run nothing: SVG is a document, and is never among them. */
const drawable: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']

/** Whether a file of that media type can be shown as a picture. */
export const isDrawable = (mediaType: string): boolean => drawable.includes(mediaType)
