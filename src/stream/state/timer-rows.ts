/** The row of a timer: when it is due (float64, ms since 1970), then the id of the event that set it. Its key is <processor>/<timer>/<key>. */
const dueBytes = 8

export function timerRow(due: number, setBy: string): Buffer {
  const row = Buffer.alloc(dueBytes + Buffer.byteLength(setBy))
  row.writeDoubleLE(due, 0)
  row.write(setBy, dueBytes)
  return row
}

export const dueOf = (bytes: Buffer, start: number): number => bytes.readDoubleLE(start)
export const setterOf = (bytes: Buffer, start: number, end: number): string =>
  bytes.toString('utf8', start + dueBytes, end)

export const timerKey = (processor: string, timer: string, key: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${processor}/${timer}/`), key])

/** Names hold no slash; a key may. */
export function timerOf(key: Buffer): { processor: string; name: string; key: Buffer } {
  const first = key.indexOf(0x2f)
  const second = key.indexOf(0x2f, first + 1)
  return {
    processor: key.toString('utf8', 0, first),
    name: key.toString('utf8', first + 1, second),
    key: Buffer.from(key.subarray(second + 1)),
  }
}

/**
 * A note on a timer's firing: the same id at every replay. Where a wake of the same processor has set it, the event that set the first one
 * stands in front, so that the id of a timer that sets itself for years does not grow.
 */
export function firedId(setBy: string, processor: string, timer: string, due: number): string {
  const parts = setBy.split('/')
  const byWake = parts.length > 3 && parts.at(-3) === processor && Number.isFinite(Number(parts.at(-1)))
  const origin = byWake ? parts.slice(0, -3).join('/') : setBy
  return `${origin}/${processor}/${timer}/${due}`
}
