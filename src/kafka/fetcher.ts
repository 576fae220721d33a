import type Cluster from 'kafkajs/src/cluster/index.js'
import { setTimeout as sleep } from 'node:timers/promises'
import { asError, errorOf, isPassing, KafkaError } from './errors.ts'
import { byLeader } from './offsets.ts'
import { nameOf, type Position, type TopicPartition } from './position.ts'
import { fetch, type FetchedPartition, type FetchLimits } from './protocol/fetch.ts'
import { RecordCursor } from './record-cursor.ts'

/** What was read of one partition: the bytes, where they begin, and where to read on after them. */
export interface Chunk extends TopicPartition {
  readonly from: number
  readonly next: number
  /** End of the log that committed readers may see, as of this answer. */
  readonly end: number
  readonly bytes: number
  /** The assignment it was read under. */
  readonly epoch: number
  /** A new walk over the records that may be seen. */
  cursor(): RecordCursor
}

/**
 * Reads partitions on from their positions, committed records only, one request per broker under way. What has arrived waits in order; a partition is
 * read on as long as no more than its share of `bufferBytes` is here and not done with, so that none can keep another from being read. kafkajs's consumer is not used: its aborted filter,
 * its positions on compacted batches and its silent resets are the defects C1 to C4 and C21.
 */
export class Fetcher {
  readonly #cluster: Cluster
  readonly #limits: FetchLimits
  readonly #bufferBytes: number
  readonly #positions = new Map<string, Position>()
  readonly #ends = new Map<string, number>()
  readonly #busy = new Map<number, Promise<void>>()
  /** Bytes per partition that are here and not done with. */
  readonly #held = new Map<string, number>()
  #chunks: Chunk[] = []
  #epoch = 0
  #failure: Error | undefined
  #wake: () => void = () => undefined

  constructor(cluster: Cluster, limits: FetchLimits, bufferBytes: number) {
    this.#cluster = cluster
    this.#limits = limits
    this.#bufferBytes = bufferBytes
  }

  /** The end of each partition's log that committed readers may see, as of its last answer. */
  get ends(): ReadonlyMap<string, number> {
    return this.#ends
  }

  /** From now on reads exactly these, from here on; what has arrived before is forgotten. */
  assign(positions: readonly Position[]): void {
    this.#epoch++
    this.#chunks = []
    this.#held.clear()
    this.#failure = undefined
    this.#positions.clear()
    this.#ends.clear()
    for (const position of positions) this.#positions.set(nameOf(position), position)
  }

  /**
   * What has arrived, in order, up to about `maxBytes`; waits up to `waitMs` for a first byte, less when `signal` aborts. Empty when nothing came.
   * Rejects with OFFSET_OUT_OF_RANGE, naming partition and offsets, when a position lies outside its log: skipping on would lose records in silence.
   */
  async poll(waitMs: number, maxBytes: number, signal: AbortSignal): Promise<Chunk[]> {
    this.#request()
    if (waitMs > 0 && this.#chunks.length === 0 && this.#failure === undefined) await this.#arrival(waitMs, signal)
    if (this.#failure !== undefined) throw this.#failure
    let bytes = 0
    const taken = this.#chunks.findIndex(chunk => (bytes += chunk.bytes) >= maxBytes)
    return this.#chunks.splice(0, taken < 0 ? this.#chunks.length : taken + 1)
  }

  /** A chunk that was polled is done with: its partition may be read on. */
  done(chunk: Chunk): void {
    if (chunk.epoch !== this.#epoch) return
    const name = nameOf(chunk)
    this.#held.set(name, (this.#held.get(name) ?? 0) - chunk.bytes)
    this.#request()
  }

  /** What was waited for in `poll` need not be waited for any more. */
  wake(): void {
    this.#wake()
  }

  async #arrival(waitMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, waitMs)
      signal.addEventListener('abort', done)
      this.#wake = done
    })
  }

  /** Sends a request to every broker that has none under way and leads a partition. */
  #request(): void {
    if (this.#failure !== undefined) return
    const places = this.#wanting()
    let leaders: [number, Position[]][] = []
    try {
      leaders = byLeader(this.#cluster, places)
    } catch {
      if (!this.#busy.has(-1)) this.#track(-1, this.#recover())
    }
    for (const [nodeId, wanted] of leaders)
      if (!this.#busy.has(nodeId)) this.#track(nodeId, this.#fetchFrom(nodeId, wanted))
  }

  /** Partitions that may be read on. */
  #wanting(): Position[] {
    const share = this.#bufferBytes / Math.max(1, this.#positions.size)
    const wanting: Position[] = []
    for (const [name, position] of this.#positions) if ((this.#held.get(name) ?? 0) < share) wanting.push(position)
    return wanting
  }

  #track(nodeId: number, work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) => {
        this.#failure = asError(error)
      })
      .finally(() => {
        this.#busy.delete(nodeId)
        this.#request()
        if (this.#chunks.length > 0 || this.#failure !== undefined) this.#wake()
      })
    this.#busy.set(nodeId, settled)
  }

  async #fetchFrom(nodeId: number, wanted: readonly Position[]): Promise<void> {
    const epoch = this.#epoch
    try {
      const leader = await this.#cluster.findBroker({ nodeId })
      const answers = await fetch(leader, wanted, this.#limits)
      if (epoch !== this.#epoch) return
      if (answers.map(answer => this.#take(answer)).includes('stale')) await this.#recover()
    } catch (error) {
      if (epoch !== this.#epoch) return
      if (!isPassing(error)) throw error
      await this.#recover()
    }
  }

  /** The leaders we know are not the leaders, or not there: ask again, gently. */
  async #recover(): Promise<void> {
    await sleep(100)
    await this.#cluster.refreshMetadata().catch(() => undefined)
  }

  #take(answer: FetchedPartition): 'taken' | 'stale' {
    const name = nameOf(answer)
    const position = this.#positions.get(name)
    if (!position) return 'taken'
    const error = errorOf(answer.code, `reading ${name} at ${position.offset}`)
    if (error && isPassing(error)) return 'stale'
    if (error?.type === 'OFFSET_OUT_OF_RANGE') throw outOfRange(name, position.offset)
    if (error) throw error
    this.#ends.set(name, answer.lastStableOffset)
    if (answer.records.length === 0) return 'taken'
    const cursor = () => new RecordCursor(answer.records, position.offset, answer.aborted)
    const next = endOf(answer.records, position.offset)
    if (next === position.offset) return 'taken'
    this.#positions.set(name, { ...position, offset: next })
    this.#held.set(name, (this.#held.get(name) ?? 0) + answer.records.length)
    this.#chunks.push({
      topic: answer.topic,
      partition: answer.partition,
      from: position.offset,
      next,
      end: answer.lastStableOffset,
      bytes: answer.records.length,
      epoch: this.#epoch,
      cursor,
    })
    return 'taken'
  }
}

const outOfRange = (name: string, offset: number) =>
  new KafkaError(
    'OFFSET_OUT_OF_RANGE',
    `the position ${offset} of ${name} lies outside its log: records were deleted before they were read, or the topic was made anew. Nothing is skipped in silence; set the group's position by hand to go on`,
  )

/** The end of the last whole batch, read from the batches' headers alone. */
function endOf(records: Buffer, from: number): number {
  let end = from
  for (let at = 0; at + 61 <= records.length;) {
    const next = at + 12 + records.readInt32BE(at + 8)
    if (next > records.length) break
    const base = records.readInt32BE(at) * 4_294_967_296 + records.readUInt32BE(at + 4)
    end = Math.max(end, base + records.readInt32BE(at + 23) + 1)
    at = next
  }
  return end
}
