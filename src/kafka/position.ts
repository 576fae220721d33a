/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** Where a group reads on in a partition: the offset of the next record. */
export interface Position extends TopicPartition {
  readonly offset: number
  /** What whoever committed it wanted to be known with it; at most 4 KB. */
  readonly metadata?: string
}

/** A partition's name, for maps and messages. */
export const nameOf = (where: TopicPartition): string => `${where.topic}-${where.partition}`

/** Grouped by topic, as Kafka's requests want them. */
export function byTopic<T extends TopicPartition>(places: readonly T[]): [string, T[]][] {
  const topics = new Map<string, T[]>()
  for (const place of places) {
    const known = topics.get(place.topic)
    if (known) known.push(place)
    else topics.set(place.topic, [place])
  }
  return [...topics]
}
