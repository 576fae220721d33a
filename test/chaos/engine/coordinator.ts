/** The partition of Kafka's own topic that a group or a transactional id belongs to: Java's String.hashCode, made positive, modulo. Its leader is the coordinator. */
export function coordinatorPartition(id: string, partitions: number): number {
  let hash = 0
  for (let at = 0; at < id.length; at++) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) | 0
  return (hash & 0x7fffffff) % partitions
}

/** Where the positions of groups and the state of transactions lie. */
export const coordinatorTopics = { group: '__consumer_offsets', transaction: '__transaction_state' } as const
