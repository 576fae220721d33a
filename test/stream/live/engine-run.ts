import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { AvroCodec, fullMessage, TopicAdmin } from '../../../src/kafka/index.ts'
import { createMetrics } from '../../../src/metrics.ts'
import {
  inputsOf,
  onCluster,
  othersOf,
  processSchemasOf,
  ProcessWork,
  Stage,
  type Engine,
  type ProcessTopology,
} from '../../../src/stream/index.ts'
import { until } from '../../until.ts'

/** A process stage that runs inside the test, on a real Kafka, without a registry: schemas have the ids of their order, from 1. */
export interface EngineRun {
  readonly engine: Engine
  readonly stage: Stage
  /** Rejects with what brought the stage down. */
  readonly ended: Promise<void>
  running(tasks?: number): Promise<void>
  stop(): Promise<void>
}

export interface EngineSettings {
  readonly brokers: string
  readonly prefix: string
  readonly topology: ProcessTopology
  readonly instance?: string
  readonly env?: Readonly<Record<string, string>>
}

export const engineOf = ({ brokers, prefix, topology, instance = 'one', env = {} }: EngineSettings): Engine => {
  const log = pino({ level: process.env['SIGNALBOX_TEST_LOG'] ?? 'silent' }, pino.destination(2))
  const schemas = processSchemasOf(topology)
  const codec = new AvroCodec({ schemaOf: unknownSchema }, schemas)
  schemas.forEach((schema, at) => codec.useForWriting(schema, at + 1))
  return {
    settings: readSettings({
      SIGNALBOX_TOPIC_PREFIX: prefix,
      SIGNALBOX_INSTANCE: instance,
      SIGNALBOX_SESSION_TIMEOUT_MS: '2000',
      SIGNALBOX_TRANSACTION_TIMEOUT_MS: '10000',
      ...env,
    }),
    kafka: { brokers: brokers.split(','), clientId: instance, log },
    codec,
    clock: systemClock,
    metrics: createMetrics(),
    log,
  }
}

/** Answers like a registry that has never heard of the id. */
function unknownSchema(id: number): Promise<never> {
  const error = new Error(`the schema registry knows no schema ${id}`)
  error.name = 'UnknownSchemaId'
  return Promise.reject(error)
}

/** Makes the topics of a topology; `partitions` overrides what is declared, by topic name. */
export async function makeTopics(
  settings: EngineSettings,
  partitions: Readonly<Record<string, number>> = {},
  replication = 1,
): Promise<void> {
  const { topology } = settings
  const engine = engineOf(settings)
  const admin = new TopicAdmin(engine.kafka)
  await admin.connect()
  const topics = [...new Set([...inputsOf(topology), ...othersOf(topology)])]
  await admin.create(
    topics.map(topic => ({
      name: onCluster(engine, topic),
      partitions: partitions[topic.name] ?? topic.partitions,
      replication,
      config: { 'cleanup.policy': topic.kind === 'table' ? 'compact' : 'delete', 'max.message.bytes': '4194304' },
    })),
  )
  await admin.close()
}

export function startEngine(settings: EngineSettings): EngineRun {
  const engine = engineOf(settings)
  const { topology } = settings
  const stopping = new AbortController()
  const stage = new Stage(engine, {
    name: 'process',
    inputs: inputsOf(topology),
    others: othersOf(topology),
    work: (cluster, fetcher) => new ProcessWork(engine, topology, cluster, fetcher),
  })
  let failure: unknown
  const ended = stage.run(stopping.signal)
  ended.catch((error: unknown) => (failure = error))
  return {
    engine,
    stage,
    ended,
    running: async tasks => {
      await until(
        () =>
          Promise.resolve(
            failure !== undefined ||
              (stage.status === 'running' && (tasks ?? stage.tasks.length) === stage.tasks.length),
          ),
        reached => reached,
        30_000,
      )
      if (failure !== undefined) throw new Error(fullMessage(failure))
    },
    stop: async () => {
      stopping.abort(new Error('the test is over'))
      await ended.catch(() => undefined)
      await sleep(1)
    },
  }
}
