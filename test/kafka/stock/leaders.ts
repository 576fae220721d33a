import type { Admin } from 'kafkajs'
import { call } from '../../../src/kafka/call.ts'
import { Writer } from '../../../src/kafka/wire.ts'
import { until } from '../../until.ts'
import type { connected } from '../cluster.ts'

const electLeaders = { key: 43, version: 1, name: 'ElectLeaders' }
const nodes = [1, 2, 3]

/** The replicas of a partition on three brokers, the leader first. */
export const ledBy = (leader: number): number[] => [leader, ...nodes.filter(node => node !== leader)]

/** Moves the leadership of a partition to another of its replicas; resolves when the cluster says so. kafkajs cannot ask for an election. */
export async function moveLeader(
  admin: Admin,
  cluster: Awaited<ReturnType<typeof connected>>,
  topic: string,
  partition: number,
  to: number,
): Promise<void> {
  const partitionAssignment = [{ partition, replicas: ledBy(to) }]
  await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] })
  const preferred = 0
  const writer = new Writer().int8(preferred)
  writer.array([topic], name => writer.string(name).array([partition], id => writer.int32(id))).int32(5_000)
  const leader = async () => {
    await call(await cluster.findBroker({ nodeId: to }), electLeaders, writer.bytes, reader => reader.int32() + 1)
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    return topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)?.leader
  }
  if ((await until(leader, found => found === to)) !== to)
    throw new Error(`broker ${to} does not lead ${topic}-${partition}`)
}
