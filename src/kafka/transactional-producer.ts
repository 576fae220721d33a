import type Cluster from 'kafkajs/src/cluster/index.js'
import { setTimeout as sleep } from 'node:timers/promises'
import { Coordinator } from './coordinator.ts'
import { nextSequence, type BatchWriter } from './batch-writer.ts'
import { asError, errorOf, errorType, isPassing, KafkaError } from './errors.ts'
import { byLeader, fromLeaders } from './offsets.ts'
import { byTopic, nameOf, type Position, type TopicPartition } from './position.ts'
import { produce, type PartitionBatch } from './protocol/produce.ts'
import { txnOffsetCommit } from './protocol/txn-offset-commit.ts'

/** Records for one partition, in the order they shall lie in it. */
export interface Output extends TopicPartition {
  readonly batches: readonly BatchWriter[]
}

/** Everything that one transaction moves: outputs and the positions of every task it touched, under the generation that owned them. */
export interface Unit {
  readonly outputs: readonly Output[]
  readonly positions: readonly Position[]
  readonly group: string
  readonly generation: number
  readonly memberId: string
}

const openWithinMs = 10_000

/**
 * The one producer of a process and stage. A unit is committed whole or not at all.
 * Rules, each the answer to a defect seen on a live broker: one produce call per leader at a time; answers are tracked per partition; partitions are explicit;
 * AddOffsetsToTxn goes first, in a flat loop that absorbs CONCURRENT_TRANSACTIONS; TxnOffsetCommit, the fence, goes beside the records and before EndTxn,
 * and nothing is under way any more when an error is told; after any error the producer is dead: open a new one, which aborts what was open, and read the positions to learn the outcome.
 */
export class TransactionalProducer {
  readonly #cluster: Cluster
  readonly #identity: { readonly transactionalId: string; readonly producerId: string; readonly producerEpoch: number }
  readonly #sequences = new Map<string, number>()
  #dead = false
  readonly #coordinator: Coordinator
  #group: Coordinator | undefined

  private constructor(
    cluster: Cluster,
    coordinator: Coordinator,
    transactionalId: string,
    producerId: string,
    producerEpoch: number,
  ) {
    this.#cluster = cluster
    this.#coordinator = coordinator
    this.#identity = { transactionalId, producerId, producerEpoch }
  }

  /** Takes over the transactional id: whoever had it is fenced, its open transaction aborted, its prepared one completed, before this resolves. */
  static async open(
    cluster: Cluster,
    transactionalId: string,
    transactionTimeout: number,
  ): Promise<TransactionalProducer> {
    const coordinator = new Coordinator(cluster, 'transaction', transactionalId)
    const deadline = performance.now() + openWithinMs
    for (;;) {
      try {
        const { producerId, producerEpoch } = await (
          await coordinator.broker()
        ).initProducerId({ transactionalId, transactionTimeout })
        return new TransactionalProducer(cluster, coordinator, transactionalId, producerId, producerEpoch)
      } catch (error) {
        // The coordinator may still be completing the last transaction, loading its log, or have moved.
        if (errorType(error) !== 'CONCURRENT_TRANSACTIONS') coordinator.forget()
        if (!isPassing(error) || performance.now() > deadline) throw error
        await sleep(20)
      }
    }
  }

  /** Rejects with the broker's error: whether the unit was committed is then unknown, and this producer is of no further use. */
  async commit(unit: Unit): Promise<void> {
    if (this.#dead) throw new KafkaError('INVALID_PRODUCER_EPOCH', 'this producer has failed before; open a new one')
    this.#dead = true
    await fromLeaders(this.#cluster, () => this.#transaction(unit))
    this.#dead = false
  }

  async #transaction(unit: Unit): Promise<void> {
    await this.#cluster.refreshMetadataIfNecessary()
    // Names a partition that does not exist; the coordinator would only say that it did nothing.
    byLeader(this.#cluster, unit.outputs)
    const coordinator = await this.#coordinator.broker()
    await whileConcurrent(() => coordinator.addOffsetsToTxn({ ...this.#identity, groupId: unit.group }))
    if (unit.outputs.length > 0) {
      const topics = byTopic(unit.outputs).map(([topic, places]) => ({
        topic,
        partitions: places.map(({ partition }) => partition),
      }))
      await coordinator.addPartitionsToTxn({ ...this.#identity, topics })
    }
    // Independent of one another: once the positions are taken, whoever comes next waits for the end of this transaction, whatever becomes of it.
    await bothSettled(this.#produce(unit.outputs), this.#commitPositions(unit))
    await coordinator.endTxn({ ...this.#identity, transactionResult: true })
  }

  async #commitPositions(unit: Unit): Promise<void> {
    this.#group ??= new Coordinator(this.#cluster, 'group', unit.group)
    const { producerId } = this.#identity
    await txnOffsetCommit(await this.#group.broker(), { ...this.#identity, ...unit, producerId: Number(producerId) })
  }

  /** Round by round: one batch per partition and one request per leader in each; every partition must answer for itself. */
  async #produce(outputs: readonly Output[]): Promise<void> {
    for (let round = 0; ; round++) {
      const batches = outputs.flatMap(({ topic, partition, batches }) => {
        const batch = batches[round]
        return batch ? [{ topic, partition, bytes: this.#finish({ topic, partition }, batch) }] : []
      })
      if (batches.length === 0) return
      await this.#round(batches)
    }
  }

  async #round(batches: readonly PartitionBatch[]): Promise<void> {
    const requests = byLeader(this.#cluster, batches).map(async ([nodeId, wanted]) => {
      const leader = await this.#cluster.findBroker({ nodeId })
      return produce(leader, this.#identity.transactionalId, wanted, 5_000)
    })
    const settled = await Promise.allSettled(requests)
    const failed = settled.find(result => result.status === 'rejected')
    if (failed) throw asError(failed.reason)
    const answers = settled.flatMap(result => (result.status === 'fulfilled' ? result.value : []))
    const refused = answers.find(answer => answer.code !== 0)
    if (refused)
      throw errorOf(refused.code, `writing to ${nameOf(refused)}`) ?? new KafkaError('UNKNOWN', nameOf(refused))
    const answered = new Set(answers.map(nameOf))
    const silent = batches.find(batch => !answered.has(nameOf(batch)))
    if (silent) throw new KafkaError('UNKNOWN', `no answer for ${nameOf(silent)}`)
  }

  #finish(place: TopicPartition, batch: BatchWriter): Buffer {
    const name = nameOf(place)
    const sequence = this.#sequences.get(name) ?? 0
    this.#sequences.set(name, nextSequence(sequence, batch.count))
    const { producerId, producerEpoch } = this.#identity
    return batch.finish({ producerId: Number(producerId), producerEpoch }, sequence, true)
  }
}

/** Waits for both, also when one fails: what is still under way could land in a later transaction. */
async function bothSettled(...calls: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(calls)).find(result => result.status === 'rejected')
  if (failed) throw asError(failed.reason)
}

/** CONCURRENT_TRANSACTIONS is the broker's normal word while the markers of the last transaction are still being written: some ms, again, for up to ten seconds. */
async function whileConcurrent<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (errorType(error) !== 'CONCURRENT_TRANSACTIONS' || attempt > 3_000) throw error
      await sleep(attempt < 4 ? 1 : 3)
    }
  }
}
