import type { Stream, Table } from './define.ts'
import { nameOf, partitionOf, type Output, type RecordToWrite } from '../kafka/index.ts'
import { onCluster, type Engine } from './engine.ts'

/** Gathers the records of one cycle by partition, in the order they were put. */
export class Outbox {
  readonly #engine: Engine
  readonly #outputs = new Map<string, { topic: string; partition: number; records: RecordToWrite[] }>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Into the partition that the key belongs to; a record without a key goes where the task is. */
  put(topic: Stream, record: RecordToWrite, task: number): void {
    this.putAt(topic, record.key ? partitionOf(record.key, topic.partitions) : task % topic.partitions, record)
  }

  putAt(topic: Stream | Table, partition: number, record: RecordToWrite): void {
    const place = { topic: onCluster(this.#engine, topic), partition }
    const name = nameOf(place)
    const known = this.#outputs.get(name)
    if (known) known.records.push(record)
    else this.#outputs.set(name, { ...place, records: [record] })
  }

  /** Everything that was put since the last call. */
  take(): Output[] {
    const outputs = [...this.#outputs.values()]
    this.#outputs.clear()
    return outputs
  }
}
