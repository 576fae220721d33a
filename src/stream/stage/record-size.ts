import type { RecordToWrite } from '../../kafka/index.ts'

/** What a record may hold at most to be written again as it came: below what topics are made to take, with room for a batch and the engine's own headers. */
export const largestRecordBytes = 4_100_000

/** What a record takes in a batch, at most, besides a fixed number of bytes. */
export function bytesOf({ key, value, headers }: RecordToWrite): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0)
  for (const [name, content] of headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(content ?? '') + 10
  return bytes
}
