import { Publisher, type Placed } from '../kafka/index.ts'
import type { VerbContext } from './verb-context.ts'

const deadlineMs = 10_000

/** Resolves when every record is acknowledged by all in-sync replicas. */
export async function publish({ cluster, kafka }: VerbContext, placed: readonly Placed[]): Promise<void> {
  const publisher = new Publisher(cluster, deadlineMs, kafka.log, () => undefined)
  await publisher.publish(placed)
  await publisher.drain()
}
