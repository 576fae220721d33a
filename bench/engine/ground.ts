import { inputsOf, onCluster, othersOf, type Engine, type ProcessTopology } from '../../src/stream/index.ts'
import { writable } from '../../test/kafka/cluster.ts'
import { engineOf, makeTopics, type EngineSettings } from '../../test/stream/live/engine-run.ts'
import { startOwnStack } from '../own-stack.ts'

/** A Kafka that nobody else uses. */
export interface Ground {
  readonly brokers: string
  /** The process id of the broker. */
  readonly broker: number
  stop(): Promise<void>
}

export async function startGround(): Promise<Ground> {
  const { brokers, pids, stop } = await startOwnStack()
  return { brokers, broker: pids.kafka, stop }
}

/** A topology's topics, new ones, and an engine that knows them but runs no stage: to write, read and encode with. */
export async function newTopics(ground: Ground, name: string, topology: ProcessTopology) {
  const settings: EngineSettings = { brokers: ground.brokers, prefix: `${name}.`, topology, instance: 'bench' }
  await makeTopics(settings)
  const engine: Engine = engineOf(settings)
  for (const topic of [...inputsOf(topology), ...othersOf(topology)])
    await writable(engine.kafka, onCluster(engine, topic), topic.partitions)
  return { engine, where: { brokers: ground.brokers, prefix: settings.prefix } }
}
