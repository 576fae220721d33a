import { nameOf, type Chunk, type Position } from '../kafka/index.ts'
import { onCluster, type Engine } from './engine.ts'
import { Outbox } from './outbox.ts'
import { Processing } from './processing.ts'
import { learnSchemas } from './reading.ts'
import { restore } from './restore.ts'
import { TaskState } from './state.ts'
import type { ProcessTopology } from './topology.ts'
import type { Unit, Work } from './work.ts'

type Cluster = Parameters<typeof restore>[1]

/** The work of the process stage: every fetched record through every processor that reads it, all outputs in one unit. */
export class ProcessWork implements Work {
  readonly #engine: Engine
  readonly #topology: ProcessTopology
  readonly #cluster: Cluster
  readonly #changelog: string
  #states = new Map<number, TaskState>()
  #chunks: readonly Chunk[] = []

  constructor(engine: Engine, topology: ProcessTopology, cluster: Cluster) {
    this.#engine = engine
    this.#topology = topology
    this.#cluster = cluster
    this.#changelog = onCluster(engine, topology.changelog)
  }

  async assign(tasks: readonly number[], lost: AbortSignal): Promise<void> {
    const { codec, metrics } = this.#engine
    this.#chunks = []
    this.#states = new Map(tasks.map(task => [task, new TaskState()]))
    codec.forgetUnknown()
    if (tasks.length === 0) return
    const rows = await restore(this.#engine, this.#cluster, this.#changelog, this.#states, lost)
    metrics.restored.inc({ stage: 'process' }, rows)
  }

  get waiting(): undefined {
    return undefined
  }

  hungry(): boolean {
    return this.#chunks.length === 0
  }
  idle(): boolean {
    return this.#chunks.length === 0
  }
  feed(chunks: readonly Chunk[]): void {
    this.#chunks = chunks
  }

  async step(lost: AbortSignal): Promise<Unit | undefined> {
    if (this.#chunks.length === 0) return undefined
    for (const chunk of this.#chunks) await learnSchemas(this.#engine, chunk, lost)
    const outbox = new Outbox(this.#engine)
    const processing = new Processing(this.#engine, this.#topology, outbox)
    const positions = new Map<string, Position>()
    let records = 0
    for (const chunk of this.#chunks) {
      const state = this.#states.get(chunk.partition)
      if (state) records += processing.run(chunk, state)
      positions.set(nameOf(chunk), {
        topic: chunk.topic,
        partition: chunk.partition,
        offset: chunk.next,
      })
    }
    return { outputs: outbox.take(), positions: [...positions.values()], records }
  }

  committed(): void {
    for (const state of this.#states.values()) state.commit()
    this.#chunks = []
  }
}
