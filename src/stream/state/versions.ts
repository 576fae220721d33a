/**
 * The row of a table with history: its versions, newest first, each as time (float64), length (int32, -1 for deleted) and value.
 * Pure functions over bytes; the changelog holds rows in this form.
 */
const headBytes = 12

/** Where a version's value lies; `start` is -1 where there was none. */
export interface Version {
  start: number
  end: number
}

/** Leaves in `found` the version that was true at `time` in the row in bytes[start, end). */
export function versionAt(bytes: Buffer, start: number, end: number, time: number, found: Version): void {
  for (let at = start; at < end;) {
    const size = bytes.readInt32LE(at + 8)
    if (bytes.readDoubleLE(at) <= time) {
      found.start = size < 0 ? -1 : at + headBytes
      found.end = at + headBytes + size
      return
    }
    at += headBytes + Math.max(0, size)
  }
  found.start = -1
}

/**
 * The row with one more version, `value` from `time` on; a version of the same time is replaced. Versions that ended more than `historyMs` before
 * the newest began are left out. `row` is empty for a key that is new. Null where nothing is left but a deletion.
 */
export function withVersion(row: Buffer, time: number, value: Buffer | null, historyMs: number): Buffer | null {
  const versions = versionsOf(row).filter(version => version.time !== time)
  versions.push({ time, value })
  versions.sort((a, b) => b.time - a.time)
  const horizon = (versions[0]?.time ?? 0) - historyMs
  const past = versions.findIndex(version => version.time <= horizon)
  const kept = past < 0 ? versions : versions.slice(0, past + 1)
  while (kept.at(-1)?.value === null) kept.pop()
  if (kept.length === 0) return null
  const parts = kept.map(version => {
    const head = Buffer.alloc(headBytes)
    head.writeDoubleLE(version.time, 0)
    head.writeInt32LE(version.value?.length ?? -1, 8)
    return version.value ? Buffer.concat([head, version.value]) : head
  })
  return Buffer.concat(parts)
}

/** Newest first. */
export function versionsOf(row: Buffer): { time: number; value: Buffer | null }[] {
  const versions: { time: number; value: Buffer | null }[] = []
  for (let at = 0; at < row.length;) {
    const size = row.readInt32LE(at + 8)
    const end = at + headBytes + Math.max(0, size)
    versions.push({ time: row.readDoubleLE(at), value: size < 0 ? null : row.subarray(at + headBytes, end) })
    at = end
  }
  return versions
}
