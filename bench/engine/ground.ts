import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startStack } from '../../src/stack/index.ts'
import { inputsOf, onCluster, othersOf, type Engine, type ProcessTopology } from '../../src/stream/index.ts'
import { writable } from '../../test/kafka/cluster.ts'
import { engineOf, makeTopics, type EngineSettings } from '../../test/stream/live/engine-run.ts'

/** A Kafka that nobody else uses. */
export interface Ground {
  readonly brokers: string
  /** The process id of the broker. */
  readonly broker: number
  stop(): Promise<void>
}

export async function startGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({
    folder,
    ports: { kafka, controller, registry },
    report: line => console.error(line),
  })
  return {
    brokers: stack.brokers,
    broker: stack.pids.kafka,
    stop: async () => {
      await stack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
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
