/** Text as it lies in a record: UTF-8 in bytes[start, end). */
export interface Slice {
  bytes: Buffer
  start: number
  end: number
}

/** Whether the bytes in two ranges are the same. */
export function sameBytes(
  bytes: Buffer,
  start: number,
  end: number,
  other: Buffer,
  otherStart: number,
  otherEnd: number,
): boolean {
  if (end - start !== otherEnd - otherStart) return false
  for (let n = start, m = otherStart; n < end; n++, m++) if (bytes[n] !== other[m]) return false
  return true
}

export function setSlice(slice: Slice, bytes: Buffer, start: number, end: number): void {
  slice.bytes = bytes
  slice.start = start
  slice.end = end
}

export const wholeSlice = (bytes: Buffer): Slice => ({ bytes, start: 0, end: bytes.length })
