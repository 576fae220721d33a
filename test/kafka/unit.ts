import { randomUUID } from 'node:crypto'
import { Membership, TransactionalProducer, type Generation } from '../../src/kafka/index.ts'
import { joined, outputOf, type connected, type RecordsFor } from './cluster.ts'

type Cluster = Awaited<ReturnType<typeof connected>>

/** A group of one, which has every right to commit, and its transactional producer. */
export interface SoleMember {
  readonly group: string
  /** Commits these records, and a new position, in one transaction. A producer that has failed is replaced by the next call, as the engine does. */
  commit(outputs: readonly RecordsFor[]): Promise<void>
  /** The position that the last successful commit left behind; waits for transactions in doubt. */
  position(): Promise<number>
  /** Ends what a failed commit left open, so that `position` tells its outcome. */
  settle(): Promise<void>
  leave(): Promise<void>
}

/** Joins a new group on the topic. */
export async function soleMember(cluster: Cluster, topic: string): Promise<SoleMember> {
  const group = randomUUID()
  const stop = new AbortController()
  const membership = new Membership({
    cluster,
    group,
    instance: 'one',
    topics: [topic],
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    assign: ([member]) => new Map([[member?.id ?? '', [0]]]),
    fence: () => Promise.resolve(),
  })
  const generation: Generation = await joined(membership, stop.signal)
  let producer: TransactionalProducer | undefined
  let offset = 0
  const commit = async (outputs: readonly RecordsFor[]) => {
    await settle()
    try {
      if (!producer) throw new Error('it was opened')
      await producer.commit({
        outputs: outputs.map(({ topic, partition, records }) => outputOf(topic, partition, records)),
        positions: [{ topic, partition: 0, offset: ++offset }],
        group,
        generation: generation.id,
        memberId: generation.memberId,
      })
    } catch (error) {
      producer = undefined
      throw error
    }
  }
  const settle = async () => {
    producer ??= await TransactionalProducer.open(cluster, group, 10_000)
  }
  const position = async () => (await membership.positions([{ topic, partition: 0 }], stop.signal))[0]?.offset ?? -1
  return { group, commit, position, settle, leave: () => membership.leave() }
}
