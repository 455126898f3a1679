import { join } from 'node:path'
import type { BlobStore } from '../../storage/blob-store.ts'
import { fileBlobStore } from '../file-blob-store.ts'
import { BucketError, s3BlobStore } from '../s3-blob-store.ts'
import type { OptionSpecs, Options } from './command-options.ts'
import { Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

/** Options of every command that reads or writes files; a bucket turns them on. Its keys come by the environment alone. */
export const fileOptions = {
  's3-bucket': {
    value: 'NAME',
    about: 'Bucket that files lie in, in place of DIR/files (AFTERCARE_S3_BUCKET); keys in AWS_ACCESS_KEY_ID and so on',
  },
  's3-endpoint': {
    value: 'ADDRESS',
    about: 'Where the bucket is, as https://minio.example:9000 (AFTERCARE_S3_ENDPOINT, else Amazon’s of the region)',
  },
  's3-region': { value: 'REGION', about: 'Its region (AFTERCARE_S3_REGION, else us-east-1)' },
  's3-prefix': { value: 'PREFIX', about: 'Before the name of each file, as support/ (AFTERCARE_S3_PREFIX)' },
  's3-addressing': {
    value: 'STYLE',
    about: 'Whether the bucket’s name stands in path or host of addresses (AFTERCARE_S3_ADDRESSING, else path)',
  },
} as const satisfies OptionSpecs

/** What each may be, and how that is told. */
const rules: Readonly<Record<keyof typeof fileOptions, readonly [RegExp, string]>> = {
  's3-bucket': [/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket’s name has 3 to 63 of a–z, 0–9, "-" and "."'],
  's3-endpoint': [
    /^https?:\/\/[^/@?#\s]+\/?$/,
    'an endpoint is scheme, host and port alone, as https://minio.example:9000',
  ],
  's3-region': [/^[a-z0-9-]{1,40}$/, 'a region is a word like eu-central-1'],
  's3-prefix': [/^([\w-]+\/)+$/, 'a prefix is letters, digits, "-" and "_", ended by a slash, as support/'],
  's3-addressing': [/^(path|host)$/, 'it is one of path or host'],
}

/** Where an installation's files lie. */
export interface FilePlace {
  readonly blobs: BlobStore
  readonly inBucket: boolean
  /** As people are told of it. */
  readonly called: string
}

/** @throws Misuse when something of a bucket is missing, too much or wrong */
export function filePlaceOf(options: Options, { environment }: Terminal, dataDir: string): FilePlace {
  const given = new Map<keyof typeof fileOptions, string>()
  for (const name of Object.keys(fileOptions) as (keyof typeof fileOptions)[]) {
    const variable = `AFTERCARE_${name.toUpperCase().replace('-', '_')}`
    const option = options.text(name)
    const text = option ?? environment[variable]
    if (!text) continue
    const [pattern, told] = rules[name]
    // An address may hold a password, so it is not repeated.
    const shown = name === 's3-endpoint' ? '' : ` ${text}`
    if (!pattern.test(text)) throw new Misuse(`${option === undefined ? variable : `--${name}`}${shown}: ${told}`)
    given.set(name, text)
  }
  const bucket = given.get('s3-bucket')
  if (bucket === undefined) {
    const [name] = given.keys()
    if (name) throw new Misuse(`${name.replace('s3-', 'the ')} of a bucket is given, and --s3-bucket NAME is missing`)
    const folder = join(dataDir, 'files')
    return { blobs: fileBlobStore(folder), inBucket: false, called: folder }
  }
  const region = given.get('s3-region')
  const prefix = given.get('s3-prefix')
  const address = addressOf(bucket, endpointOf(given.get('s3-endpoint'), region), given.get('s3-addressing') === 'host')
  const sessionToken = environment['AWS_SESSION_TOKEN']
  const blobs = s3BlobStore({
    bucket: address,
    accessKeyId: keyIn(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: keyIn(environment, 'AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
    ...(region !== undefined && { region }),
    ...(prefix !== undefined && { prefix }),
  })
  return { blobs, inBucket: true, called: `the bucket ${address}` }
}

function endpointOf(endpoint: string | undefined, region: string | undefined): URL {
  if (endpoint !== undefined) {
    if (URL.canParse(endpoint)) return new URL(endpoint)
    throw new Misuse(`--s3-endpoint: ${rules['s3-endpoint'][1]}`)
  }
  if (region === undefined)
    throw new Misuse('--s3-bucket needs --s3-endpoint ADDRESS, or --s3-region REGION for Amazon’s')
  // Amazon's regions in China are a partition of their own.
  return new URL(`https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`)
}

function addressOf(bucket: string, { protocol, host }: URL, inHost: boolean): string {
  return inHost ? `${protocol}//${bucket}.${host}` : `${protocol}//${host}/${bucket}`
}

function keyIn(environment: Terminal['environment'], name: string): string {
  const value = environment[name]
  // Its value is never repeated.
  if (!value?.trim())
    throw new Misuse(`${name} is missing: a bucket wants keys, and they come by the environment alone`)
  if (!/^[\x21-\x7e]+$/.test(value)) throw new Misuse(`${name} has spaces or characters that no key has`)
  return value
}

const probe = 'aftercare looks whether it can keep a file'

/**
 * Puts a small file into the bucket, reads it and deletes it, before anything is served from there.
 *
 * @returns why the bucket does not answer now, where waiting may mend it; undefined where all is well, and without a bucket
 * @throws BucketError when it refuses, which waiting does not mend
 */
export async function tryBucket({ blobs, inBucket, called }: FilePlace): Promise<string | undefined> {
  if (!inBucket) return undefined
  const key = `probe-${crypto.randomUUID()}`
  try {
    await blobs.put(key, new Blob([probe]).stream())
    const back = await blobs.get(key)
    if (!back || (await new Response(back).text()) !== probe)
      throw new BucketError(`What is put into ${called} does not come back`, 200)
    await blobs.delete(key)
    return undefined
  } catch (error) {
    const passing = error instanceof BucketError && (error.status === undefined || error.status >= 500)
    if (passing) return error.message
    throw error
  }
}
