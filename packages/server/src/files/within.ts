/**
 * What `work` comes to, if it does in time and before `others` reject. Nothing can end it: it may go on unheard.
 *
 * @param milliseconds how long it is waited for
 * @throws Error that says `late`, or whatever one of them rejects with
 */
export async function within<Result>(
  milliseconds: number,
  late: string,
  work: Promise<Result>,
  ...others: readonly Promise<never>[]
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), milliseconds)
  })
  try {
    return await Promise.race([work, tooLong, ...others])
  } finally {
    clearTimeout(timer)
  }
}
