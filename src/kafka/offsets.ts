import type Cluster from 'kafkajs/src/cluster/index.js'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPassing, KafkaError } from './errors.ts'
import { byTopic, type Position, type TopicPartition } from './position.ts'

/** The leader of a partition as far as the client knows; -1 when there is none. */
function leaderOf(cluster: Cluster, place: TopicPartition): number {
  const known = cluster
    .findTopicPartitionMetadata(place.topic)
    .find(metadata => metadata.partitionId === place.partition)
  return known?.leader ?? -1
}

/** Partitions grouped by the broker that leads them. Throws LEADER_NOT_AVAILABLE, naming the partition, where there is none. */
export function byLeader<T extends TopicPartition>(cluster: Cluster, places: readonly T[]): [number, T[]][] {
  const leaders = new Map<number, T[]>()
  for (const place of places) {
    const leader = leaderOf(cluster, place)
    if (leader < 0)
      throw new KafkaError(
        'LEADER_NOT_AVAILABLE',
        `partition ${place.topic}-${place.partition} has no leader that is known`,
      )
    const known = leaders.get(leader)
    if (known) known.push(place)
    else leaders.set(leader, [place])
  }
  return [...leaders]
}

const relearnMs = 500

/**
 * What `ask` answers, which sends requests to the leaders that are known. Where it fails for now, the leaders are asked for anew before this rejects, so that asking again
 * helps: a broker that leads no more says so for ever, and nobody else may have a reason to look. Waits for them half a second at most: the broker that is
 * asked for them may be the one that does not answer.
 */
export async function fromLeaders<T>(cluster: Cluster, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isPassing(error)) await Promise.race([cluster.refreshMetadata().catch(() => undefined), sleep(relearnMs)])
    throw error
  }
}

/**
 * start: the first offset that is kept. stable: below it nothing is in doubt. end: the high watermark, also above open transactions.
 * A number: the first record written at that time, ms since 1970, or later, also above open transactions; -1 where there is none.
 */
export type Bound = 'start' | 'stable' | 'end' | number

/** One bound of each partition's log, asked at the partition's leader. Where one has moved it rejects with what the old one says, and has learnt the new one: ask again. */
export function listOffsets(cluster: Cluster, places: readonly TopicPartition[], bound: Bound): Promise<Position[]> {
  return fromLeaders(cluster, () => boundsOf(cluster, places, bound))
}

async function boundsOf(cluster: Cluster, places: readonly TopicPartition[], bound: Bound): Promise<Position[]> {
  const timestamp = typeof bound === 'number' ? bound : bound === 'start' ? -2 : -1
  const isolationLevel = bound === 'start' || bound === 'stable' ? 1 : 0
  const answers = await Promise.all(
    byLeader(cluster, places).map(async ([nodeId, wanted]) => {
      const leader = await cluster.findBroker({ nodeId })
      const topics = byTopic(wanted).map(([topic, partitions]) => ({
        topic,
        partitions: partitions.map(({ partition }) => ({ partition, timestamp })),
      }))
      const { responses } = await leader.listOffsets({ replicaId: -1, isolationLevel, topics })
      return responses.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
      )
    }),
  )
  return answers.flat()
}
