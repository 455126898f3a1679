/** What of tus 1.0 travels here (https://tus.io/protocols/resumable-upload). */
export const tusVersion = '1.0.0'

export const tusExtensions = 'creation,creation-with-upload,expiration,termination'

/** Media type of the bytes of an upload. */
export const uploadBytesType = 'application/offset+octet-stream'

export const tusHeaders = {
  resumable: 'Tus-Resumable',
  version: 'Tus-Version',
  extension: 'Tus-Extension',
  maxSize: 'Tus-Max-Size',
  length: 'Upload-Length',
  offset: 'Upload-Offset',
  metadata: 'Upload-Metadata',
  expires: 'Upload-Expires',
  /** SHA-256 of a whole upload, in hex; ours, not of tus. */
  digest: 'Aftercare-File-SHA256',
} as const
