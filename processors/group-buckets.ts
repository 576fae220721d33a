/** A region may have a million customers: one row of all of them would outgrow a record, and be rewritten whole for each. So each group is kept in buckets. */
const buckets = Array.from({ length: 64 }, (_, n) => n.toString(16).padStart(2, '0'))

/** Every key under which somebody of a group is kept. */
export const bucketsOf = (group: string): string[] => buckets.map(bucket => `${group}#${bucket}`)

/** The key under which a customer of a group is kept: always the same one. */
export const bucketOf = (group: string, customer: string): string =>
  `${group}#${buckets[hashOf(customer) % buckets.length] ?? ''}`

/** FNV-1a of the text as UTF-8. It decides where rows lie, so it must never change. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}
