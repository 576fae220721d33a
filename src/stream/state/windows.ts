/**
 * Counts and sums over windows of event time, as pure functions over a list of buckets that a processor keeps in its row.
 *
 * A row that counts has a field of this type in its .avsc file (each schema file stands for itself, so the record is written out in each):
 *
 *     { "name": "views", "default": [], "doc": "Views per hour of the last day.", "type": { "type": "array", "items": {
 *       "type": "record", "name": "WindowBucket", "doc": "What was counted in one span of time.", "fields": [
 *         { "name": "start", "type": "long", "doc": "Where the span starts, in milliseconds since 1970." },
 *         { "name": "sum", "type": "double", "doc": "The sum of the amounts." },
 *         { "name": "count", "type": "long", "doc": "How many there were." } ] } } }
 *
 * **Precision.** An event counts as if it had happened at the start of its bucket. So a sliding window of 24 h with buckets of an hour holds all events of
 * the last 23 h, none that is older than 24 h, and those between as their bucket has it. Smaller buckets are more exact and make larger rows:
 * at most sizeMs / everyMs buckets, rounded up.
 */
export interface WindowBucket {
  readonly start: number
  readonly sum: number
  readonly count: number
}

export interface SlidingWindow {
  /** How far back the window reaches. */
  readonly sizeMs: number
  /** The length of a bucket. Buckets are aligned to multiples of it since 1970, UTC. */
  readonly everyMs: number
}

/** Where the tumbling window starts that `at` lies in: it reaches to the next multiple of sizeMs since 1970, UTC. */
export const tumbling = (at: number, sizeMs: number): number => Math.floor(at / sizeMs) * sizeMs

/**
 * The buckets with `amount` added to the one of `at` (ms, event time), in order of time; `buckets` must come from here and stay as they are. The newest bucket sets the window:
 * those that lie a whole window before it are left out, and an event that belongs there changes nothing (`isLate` tells). Other late events count where they belong.
 * One event of the far future ends the window for all before it: refuse such events before they are counted.
 * Throws RangeError for a window without length and a time or amount that is no finite number.
 */
export function addTo(
  buckets: readonly WindowBucket[],
  at: number,
  amount: number,
  window: SlidingWindow,
): WindowBucket[] {
  if (!(window.sizeMs > 0 && window.everyMs > 0)) throw new RangeError('a window has a length, and so have its buckets')
  if (!Number.isFinite(at) || !Number.isFinite(amount)) throw new RangeError(`cannot add ${amount} at ${at}`)
  const start = tumbling(at, window.everyMs)
  const oldest = Math.max(start, newestStart(buckets)) - window.sizeMs
  const kept = buckets.filter(bucket => bucket.start > oldest)
  if (start <= oldest) return kept
  const place = kept.findLastIndex(bucket => bucket.start <= start)
  const before = kept[place]
  if (before?.start !== start) return kept.toSpliced(place + 1, 0, { start, sum: amount, count: 1 })
  return kept.with(place, { start, sum: before.sum + amount, count: before.count + 1 })
}

/** Whether an event of `at` is too old to count beside the newest that was counted. */
export const isLate = (buckets: readonly WindowBucket[], at: number, window: SlidingWindow): boolean =>
  tumbling(at, window.everyMs) <= newestStart(buckets) - window.sizeMs

/** The sum of the amounts in the window (at - sizeMs, at], as exact as the buckets are. What lies a window before the newest bucket is no longer there to be summed. */
export function sumWithin(buckets: readonly WindowBucket[], at: number, sizeMs: number): number {
  let sum = 0
  for (const bucket of buckets) if (bucket.start > at - sizeMs && bucket.start <= at) sum += bucket.sum
  return sum
}

/** How many events there were in the window (at - sizeMs, at], as exact as the buckets are. */
export function countWithin(buckets: readonly WindowBucket[], at: number, sizeMs: number): number {
  let count = 0
  for (const bucket of buckets) if (bucket.start > at - sizeMs && bucket.start <= at) count += bucket.count
  return count
}

const newestStart = (buckets: readonly WindowBucket[]): number => buckets.at(-1)?.start ?? -Infinity
