import { setTimeout as sleep } from 'node:timers/promises'
import {
  createCluster,
  Fetcher,
  listOffsets,
  Membership,
  TransactionalProducer,
  type Generation,
  type Position,
  type TopicPartition,
} from '../../kafka/index.ts'
import { assignTasks } from './assignment.ts'
import type { Stream, Table } from '../define.ts'
import { onCluster, type Engine } from './engine.ts'
import { Phase } from './phase.ts'
import { canPass, cannotGoOn, fencedAdvice, isFenced } from './refusals.ts'
import { StageProgress } from './stage-progress.ts'
import { Trouble } from './trouble.ts'
import type { Work, Unit } from './work.ts'

export interface StageSettings {
  /** process, or deliver.<destination>: names the consumer group and the transactional id. */
  readonly name: string
  /** Co-partitioned: task p is partition p of each. */
  readonly inputs: readonly (Stream | Table)[]
  /** Every other topic that it reads or writes. */
  readonly others: readonly (Stream | Table)[]
  readonly work: (cluster: ReturnType<typeof createCluster>, fetcher: Fetcher) => Work
}

export type StageStatus = 'starting' | 'joining' | 'restoring' | 'running' | 'stopped' | 'failed'

const limits = { waitMs: 200, maxBytes: 8_388_608, maxBytesPerPartition: 1_048_576 }
const bufferBytes = 33_554_432
/** A task that has records and has not moved for so long is stuck. */
const stuckAfterMs = 60_000
/** How long an assignment's end waits for what is under way outside: the others wait for us meanwhile, or the operator does. */
const finishMs = { rebalance: 1_500, stop: 10_000 }

/**
 * A consumer group's share in this process: joins, reads the positions, restores, then cycles: fetch, work, one transaction for outputs and positions.
 * Whatever fails ends the producer: what was not committed is dropped, the group is asked whether we are still a member, and the tasks are taken up again
 * from the positions that count.
 */
export class Stage {
  readonly name: string
  status: StageStatus = 'starting'
  /** Why it failed, or what it is waiting for. */
  readonly trouble: Trouble
  tasks: readonly number[] = []
  readonly #engine: Engine
  readonly #settings: StageSettings
  readonly #cluster: ReturnType<typeof createCluster>
  readonly #membership: Membership
  readonly #work: Work
  readonly #fetcher: Fetcher
  readonly #group: string
  #producer: TransactionalProducer | undefined
  readonly #progress = new StageProgress()
  readonly #phase: Phase

  constructor(engine: Engine, settings: StageSettings) {
    this.name = settings.name
    this.#engine = engine
    this.trouble = new Trouble(engine.log, settings.name)
    this.#phase = new Phase(engine.log, settings.name, this.trouble)
    this.#settings = settings
    this.#group = `${engine.settings.topicPrefix}signalbox.${settings.name}`
    this.#cluster = createCluster(engine.kafka)
    this.#fetcher = new Fetcher(this.#cluster, limits, bufferBytes)
    this.#work = settings.work(this.#cluster, this.#fetcher)
    const tasks = Math.max(...settings.inputs.map(input => input.partitions))
    this.#membership = new Membership({
      cluster: this.#cluster,
      group: this.#group,
      instance: engine.settings.instance,
      topics: settings.inputs.map(input => onCluster(engine, input)),
      sessionTimeoutMs: engine.settings.sessionTimeoutMs,
      rebalanceTimeoutMs: Math.max(30_000, engine.settings.sessionTimeoutMs * 3),
      assign: members => assignTasks(tasks, members),
      fence: async instance => {
        await this.#openProducer(instance)
      },
    })
  }

  /** Serves until `stop` aborts, then leaves the group. Rejects for what cannot pass by waiting: wrong topics, no permission, a position outside its log. */
  async run(stop: AbortSignal): Promise<void> {
    try {
      await this.#connect(stop)
      while (!stop.aborted) await this.#attempt(stop)
      this.status = 'stopped'
    } catch (error) {
      this.#settle(error, stop)
    } finally {
      this.#phase.over()
      if (this.#engine.settings.onStop === 'stay' && this.status !== 'failed') this.#membership.stay()
      else await this.#membership.leave().catch(() => undefined)
      await this.#work.end?.()
      // kafkajs waits for requests that are under way, and a join may be for as long as the group takes.
      await Promise.race([this.#cluster.disconnect().catch(() => undefined), sleep(1_000)])
    }
  }

  /** What outside Kafka its work is waiting for. */
  get waiting(): string | undefined {
    return this.#work.waiting
  }

  /** What is stuck: tasks that have records before them and have not committed any for a minute, although nothing is known to be in the way. */
  get stuck(): string | undefined {
    if (this.status !== 'running' || this.waiting !== undefined) return undefined
    const stuck = this.#progress.stuck(performance.now() - stuckAfterMs)
    return stuck.length === 0 ? undefined : `no progress for a minute: ${stuck.join(', ')}`
  }

  /** Sets the gauges: called when metrics are read. */
  observe(): void {
    const { metrics, clock } = this.#engine
    metrics.tasks.set({ stage: this.name }, this.tasks.length)
    this.#work.observe?.()
    for (const task of this.tasks) {
      const labels = { stage: this.name, task }
      const behind = this.#progress.lag(this.#placesOf([task]), this.#fetcher.ends)
      const oldest = behind === 0 ? undefined : this.#work.oldest(task)
      metrics.lag.set(labels, behind)
      metrics.lagSeconds.set(labels, oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1_000)
    }
  }

  #placesOf(tasks: readonly number[]): TopicPartition[] {
    return this.#settings.inputs.flatMap(input =>
      tasks.map(partition => ({ topic: onCluster(this.#engine, input), partition })),
    )
  }

  #settle(error: unknown, stop: AbortSignal): void {
    this.status = stop.aborted ? 'stopped' : 'failed'
    if (stop.aborted) return
    throw cannotGoOn(this.name, error)
  }

  async #connect(stop: AbortSignal): Promise<void> {
    this.#phase.waitFor('a connection and its topics')
    const topics = [...this.#settings.inputs, ...this.#settings.others].map(topic => onCluster(this.#engine, topic))
    await this.#patiently(stop, async () => {
      await this.#cluster.connect()
      await this.#cluster.addMultipleTargetTopics(topics)
    })
    this.#checkPartitions()
  }

  /** Task p is partition p of every input: with other numbers keys would meet nobody, and nothing would say so. */
  #checkPartitions(): void {
    const wrong = this.#settings.inputs.flatMap(input => {
      const topic = onCluster(this.#engine, input)
      const found = this.#cluster.findTopicPartitionMetadata(topic).length
      return found === input.partitions ? [] : [`${topic} has ${found} partitions, declared are ${input.partitions}`]
    })
    if (wrong.length > 0)
      throw new Error(`inputs that are read together must have the partitions that are declared: ${wrong.join('; ')}`)
  }

  /** Tries until it works or `stop` aborts, saying once what it waits for; only what cannot pass rejects. */
  async #patiently<T>(stop: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        stop.throwIfAborted()
        this.#bear(error)
        await sleep(250, undefined, { signal: stop })
      }
    }
  }

  /** Remembers what is in the way, or throws it when waiting will not help. */
  #bear(error: unknown): void {
    this.trouble.met(error)
    if (!canPass(error)) throw error
  }

  async #attempt(stop: AbortSignal): Promise<void> {
    try {
      this.status = 'joining'
      this.#phase.waitFor('the group to settle')
      const generation = await this.#membership.join(stop)
      this.#engine.metrics.rebalances.inc({ stage: this.name })
      while (!generation.lost.aborted && !stop.aborted) await this.#serve(generation, stop)
    } catch (error) {
      if (stop.aborted) return
      this.#bear(error)
      await sleep(100, undefined, { signal: stop })
    }
  }

  /** One assignment, or the rest of one after a failed transaction: fence, positions, restore, then cycles until the generation is lost or a cycle fails. */
  async #serve(generation: Generation, stop: AbortSignal): Promise<void> {
    const lost = AbortSignal.any([generation.lost, stop])
    try {
      this.status = 'restoring'
      this.tasks = generation.tasks
      this.#phase.waitFor('its last transaction to end')
      this.#producer ??= await this.#openProducer(this.#engine.settings.instance)
      this.#phase.waitFor('the positions, which an open transaction holds in doubt until it ends')
      const positions = await this.#positions(generation, lost)
      this.#checkPartitions()
      this.#progress.begin(positions)
      this.#fetcher.assign([])
      const lease = () => !lost.aborted && this.#membership.isConfirmed()
      this.#phase.waitFor('the state of its tasks, which an open transaction holds up until it ends')
      await this.#work.assign({ tasks: generation.tasks, positions, lease }, lost)
      this.#fetcher.assign(positions)
      this.status = 'running'
      this.trouble.over()
      this.#phase.over()
      await this.#cycles(generation, this.#producer, lost, stop)
    } catch (error) {
      this.#producer = undefined
      if (lost.aborted) return
      this.#engine.metrics.aborted.inc({ stage: this.name })
      this.#bear(error)
      // A fenced process asks the group before it makes a new producer: if it is no longer a member, the fence was meant for it.
      await this.#membership.heartbeat()
      if (isFenced(error))
        this.#engine.log.warn({ stage: this.name, instance: this.#engine.settings.instance }, fencedAdvice)
      await sleep(50)
    } finally {
      this.#fetcher.assign([])
    }
  }

  /** Fences whoever had the instance's transactional id, and ends its open transaction. */
  #openProducer(instance: string): Promise<TransactionalProducer> {
    return TransactionalProducer.open(
      this.#cluster,
      `${this.#group}.${instance}`,
      this.#engine.settings.transactionTimeoutMs,
    )
  }

  /** Where each input partition of the tasks is read on; a group that never committed begins at the start of the log. */
  async #positions(generation: Generation, lost: AbortSignal): Promise<Position[]> {
    const places = this.#placesOf(generation.tasks)
    if (places.length === 0) return []
    const committed = await this.#membership.positions(places, lost)
    const unknown = committed.filter(position => position.offset < 0)
    const starts = unknown.length === 0 ? [] : await listOffsets(this.#cluster, unknown, 'start')
    return [...committed.filter(position => position.offset >= 0), ...starts]
  }

  /** One unit is committed while the next is worked on, where the work allows it; one transaction at a time. Rejects as soon as a commit fails. */
  async #cycles(
    generation: Generation,
    producer: TransactionalProducer,
    lost: AbortSignal,
    stop: AbortSignal,
  ): Promise<void> {
    const failed = new AbortController()
    const over = AbortSignal.any([lost, failed.signal])
    const isOver = () => over.aborted
    let committing: Promise<void> | undefined
    try {
      while (!isOver()) {
        const unit = await this.#work.step(over, () => committing !== undefined)
        await committing
        if (!unit || isOver()) continue
        const commit: Promise<void> = this.#commit(generation, producer, unit).finally(() => {
          committing = undefined
          this.#fetcher.wake()
        })
        commit.catch((error: unknown) => failed.abort(error))
        committing = commit
        if (!this.#work.overlaps) await commit
      }
    } finally {
      // A commit that outlived its assignment would be taken for one of the next.
      await committing?.catch(() => undefined)
    }
    failed.signal.throwIfAborted()
    await this.#finish(generation, producer, stop)
  }

  /** What is under way outside Kafka may end while the group still waits for us: until all have joined again, it takes our commits. */
  async #finish(generation: Generation, producer: TransactionalProducer, stop: AbortSignal): Promise<void> {
    const unit = await this.#work.finish?.(stop.aborted ? finishMs.stop : finishMs.rebalance)
    if (unit) await this.#commit(generation, producer, unit)
  }

  async #commit(generation: Generation, producer: TransactionalProducer, unit: Unit): Promise<void> {
    const { metrics } = this.#engine
    const done = metrics.commitSeconds.startTimer({ stage: this.name })
    await producer.commit({ ...unit, group: this.#group, generation: generation.id, memberId: generation.memberId })
    done()
    this.#work.committed()
    this.#progress.committed(unit.positions)
    metrics.records.inc({ stage: this.name }, unit.records)
    this.trouble.over()
  }
}
