import S3rver from '@20minutes/s3rver'

/** What an S3 server in this process takes for keys. */
export const bucketKeys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

/** An S3 server in this process over a folder, with the bucket `files`. */
export async function bucketServer(
  directory: string,
): Promise<{ endpoint: string; bucket: string; stop(): Promise<void> }> {
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory },
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  const { port } = await server.run()
  const endpoint = `http://127.0.0.1:${port}`
  return { endpoint, bucket: `${endpoint}/files`, stop: () => server.close() }
}
