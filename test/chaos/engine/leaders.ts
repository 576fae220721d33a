import { pino } from 'pino'
import { createCluster } from '../../../src/kafka/index.ts'
import { moveLeader } from '../../kafka/stock/leaders.ts'
import { directClient } from './topics.ts'

/** Gives each partition of the topics to another of its three copies to lead. */
export async function moveLeaders(brokers: string, topics: readonly string[]): Promise<void> {
  const admin = directClient(brokers).admin()
  const settings = { brokers: brokers.split(','), clientId: 'leaders', log: pino({ level: 'silent' }) }
  const cluster = createCluster(settings)
  try {
    await Promise.all([admin.connect(), cluster.connect()])
    await cluster.addMultipleTargetTopics([...topics])
    const found = await admin.fetchTopicMetadata({ topics: [...topics] })
    await Promise.all(
      found.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionId, leader }) => moveLeader(admin, cluster, name, partitionId, (leader % 3) + 1)),
      ),
    )
  } finally {
    await Promise.all([admin.disconnect(), cluster.disconnect()])
  }
}
