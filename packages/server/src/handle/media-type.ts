/** `type/subtype` and parameters (RFC 9110 §8.3), printable ASCII only, so that it can be sent back as a header. */
const mediaTypePattern = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}(\s*;[\x20-\x7e]*)?$/

const jsonPattern = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i

/** Whether a `Content-Type` announces JSON in UTF-8. */
export function isJson(contentType: string | null): boolean {
  return contentType !== null && jsonPattern.test(contentType)
}

/** Whether it is fit to be stored and sent back as the media type of a file. */
export function isMediaType(contentType: string): boolean {
  return contentType.length <= 255 && mediaTypePattern.test(contentType)
}
