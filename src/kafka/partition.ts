const seed = 0x9747b28c
const m = 0x5bd1e995

/** The partition of a key, as Java's clients choose it: murmur2 of its bytes, made positive, modulo the number of partitions. */
export const partitionOf = (key: Buffer, partitions: number, start = 0, end = key.length): number =>
  (murmur2(key, start, end) & 0x7fffffff) % partitions

/** Kafka's murmur2 of bytes[start, end), as a signed 32-bit number. kafkajs's own goes through Long and costs ten times as much. */
export function murmur2(bytes: Buffer, start: number, end: number): number {
  let hash = seed ^ (end - start)
  let at = start
  for (; at + 4 <= end; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), m)
    word = Math.imul(word ^ (word >>> 24), m)
    hash = Math.imul(hash, m) ^ word
  }
  if (at < end) {
    for (let shift = 0; at < end; at++, shift += 8) hash ^= (bytes[at] ?? 0) << shift
    hash = Math.imul(hash, m)
  }
  hash = Math.imul(hash ^ (hash >>> 13), m)
  return hash ^ (hash >>> 15)
}
