/** Requests that are under way at once: the pace bounds how many there are, this only hides how long each takes. */
const mostAtOnce = 6

/** Does all of them, some at a time, and answers in their order. Rejects with the first failure when everything that was begun has ended. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failure: { readonly error: unknown } | undefined
  const worker = async () => {
    for (let at = next++; at < items.length && !failure; at = next++) {
      const item = items[at]
      if (item === undefined) continue
      try {
        results[at] = await work(item)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, worker))
  if (failure) throw failure.error
  return results
}
