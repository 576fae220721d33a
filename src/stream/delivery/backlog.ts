import { nameOf, type Position, type TopicPartition } from '../../kafka/index.ts'

/** Something that waits to be done with, and the record it came in. */
export interface Entry extends TopicPartition {
  readonly offset: number
}

interface Partition<E> {
  readonly place: TopicPartition
  readonly entries: E[]
  /** Entries before this one are done with. */
  head: number
  /** Where the partition stands once every entry is done with. */
  end: number
}

/** What was fetched and is not done with: in order of arrival, and per partition, so that a position never passes an entry that still waits. */
export class Backlog<E extends Entry> {
  #queue: E[] = []
  #head = 0
  readonly #done = new Set<E>()
  readonly #partitions = new Map<string, Partition<E>>()

  /** How many wait. */
  get size(): number {
    return this.#queue.length - this.#head
  }

  add(entry: E): void {
    this.#queue.push(entry)
    this.#partition(entry).entries.push(entry)
  }

  /** Everything of the partition before `offset` has been added. */
  reached(place: TopicPartition, offset: number): void {
    this.#partition(place).end = offset
  }

  /** The first `count` that wait, oldest first. */
  front(count: number): E[] {
    return this.#queue.slice(this.#head, this.#head + count)
  }

  /** The first of a partition that is not done with. */
  first(partition: number): E | undefined {
    return this.#queue.slice(this.#head, this.#head + 1_000).find(entry => entry.partition === partition)
  }

  /** Takes `entries`, which are the whole front, out of the queue; those that must be tried again come back first, in their order. */
  settle(entries: readonly E[], again: readonly E[]): void {
    const waiting = new Set(again)
    for (const entry of entries) if (!waiting.has(entry)) this.#done.add(entry)
    this.#head += entries.length - again.length
    for (const [at, entry] of again.entries()) this.#queue[this.#head + at] = entry
    if (this.#head < 4_096) return
    this.#queue = this.#queue.slice(this.#head)
    this.#head = 0
  }

  /** Where each partition can be read on by whoever comes after us: its first entry that is not done with, or its end. */
  positions(): Position[] {
    return [...this.#partitions.values()].map(partition => {
      const { entries, place } = partition
      for (let entry = entries[partition.head]; entry && this.#done.delete(entry); entry = entries[partition.head])
        partition.head++
      const first = entries[partition.head]
      if (first === undefined || partition.head >= 4_096) {
        entries.splice(0, partition.head)
        partition.head = 0
      }
      return { ...place, offset: first?.offset ?? partition.end }
    })
  }

  #partition({ topic, partition }: TopicPartition): Partition<E> {
    const place = { topic, partition }
    const name = nameOf(place)
    const known = this.#partitions.get(name)
    if (known) return known
    const made = { place, entries: [], head: 0, end: 0 }
    this.#partitions.set(name, made)
    return made
  }
}
