/** Text as it lies in a record: UTF-8 in bytes[start, end). */
export interface Slice {
  bytes: Buffer
  start: number
  end: number
}

export function setSlice(slice: Slice, bytes: Buffer, start: number, end: number): void {
  slice.bytes = bytes
  slice.start = start
  slice.end = end
}
