import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { decode, Result } from './records.ts'
import { topicNames } from './topics.ts'

const Line = z.strictObject({
  topic: z.string(),
  partition: z.number(),
  offset: z.number(),
  timestamp: z.number(),
  key: z.string().nullable(),
  value: z.string().nullable(),
  headers: z.array(z.tuple([z.string(), z.string().nullable()])),
})

/** A committed record as Confluent's client read it. */
export interface ReadRecord {
  /** Without prefix. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly key: string | null
  readonly value: Buffer | null
}

export interface OutputOptions {
  readonly python: string
  readonly brokers: string
  readonly prefix: string
}

export function startReader(options: OutputOptions, topics: readonly string[], ...more: string[]): ChildProcess {
  const names = topics.map(topic => options.prefix + topic).join(',')
  const script = join(import.meta.dirname, 'python/read.py')
  return spawn(options.python, [script, '--brokers', options.brokers, '--topics', names, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

export async function* recordsOf(child: ChildProcess, prefix: string): AsyncGenerator<ReadRecord> {
  if (!child.stdout) return
  for await (const text of createInterface({ input: child.stdout })) {
    const line = Line.parse(JSON.parse(text))
    yield {
      topic: line.topic.slice(prefix.length),
      partition: line.partition,
      offset: line.offset,
      timestamp: line.timestamp,
      key: line.key === null ? null : Buffer.from(line.key, 'base64').toString('utf8'),
      value: line.value === null ? null : Buffer.from(line.value, 'base64'),
    }
  }
}

/** Every committed record of a topic, from its beginning to its end as of now. */
export async function readAll(options: OutputOptions, topic: string): Promise<ReadRecord[]> {
  const child = startReader(options, [topic])
  const exited = once(child, 'exit')
  const records: ReadRecord[] = []
  for await (const record of recordsOf(child, options.prefix)) records.push(record)
  await exited
  if (child.exitCode !== 0) throw new Error(`the reader of ${topic} ended with code ${String(child.exitCode)}`)
  return records
}

/** Follows the outputs while they are written, and knows how far the pipeline has come. */
export class Progress {
  /** Committed records of all outputs, repeats included. */
  records = 0
  /** When the last one came, ms of a monotonic clock. */
  lastAt = performance.now()
  readonly #child: ChildProcess
  readonly #reached = new Map<number, number>()
  readonly #ended: Promise<void>

  constructor(options: OutputOptions) {
    const topics = [topicNames.results, topicNames.fired, topicNames.others]
    this.#child = startReader(options, topics, '--follow')
    this.#ended = this.#follow(options.prefix)
    this.#ended.catch(() => undefined)
  }

  /** The highest number of a happening whose result is committed, in the partition that is furthest behind. */
  reached(partitions: number): number {
    return Math.min(...Array.from({ length: partitions }, (_, partition) => this.#reached.get(partition) ?? -1))
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end()
    await this.#ended
  }

  async #follow(prefix: string): Promise<void> {
    for await (const { topic, partition, value } of recordsOf(this.#child, prefix)) {
      this.records++
      this.lastAt = performance.now()
      if (topic !== topicNames.results || !value) continue
      const { number } = decode(Result, value)
      this.#reached.set(partition, Math.max(number, this.#reached.get(partition) ?? -1))
    }
  }
}
