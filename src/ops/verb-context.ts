import { hostname, userInfo } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordSchema } from '../../schemas/record.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { Settings } from '../config.ts'
import { AvroCodec, createCluster, Undecodable, type KafkaSettings } from '../kafka/index.ts'
import type { Topic } from '../stream/define.ts'
import { schemasOf, type Topology } from '../stream/index.ts'
import { hintOf, kafkaOf, registryOf } from './connections.ts'
import { NotProvisioned } from './not-provisioned.ts'
import type { Terminal } from './terminal.ts'
import { withAdmin } from './with-admin.ts'

/** What a verb on the records of a pipeline is given. */
export interface VerbContext extends Terminal {
  readonly topology: Topology
  readonly settings: Settings
  readonly kafka: KafkaSettings
  /** Connected; knows the topics that the verb has named. */
  readonly cluster: ReturnType<typeof createCluster>
  readonly codec: AvroCodec
  readonly clock: Clock
  /** Who runs the verb: the operating system's user and host. */
  readonly by: string
  /** A topic's name on the cluster. */
  readonly nameOf: (topic: Topic) => string
}

export interface VerbSettings {
  readonly topology: Topology
  readonly settings: Settings
  readonly terminal: Terminal
  readonly reads: readonly Topic[]
  /** Schemas of records that it may write. */
  readonly writes?: readonly RecordSchema[]
}

/** Runs a verb with a connection of its own. Rejects with KafkaUnreachable or RegistryUnavailable, and with NotProvisioned where a topic or schema that it needs is not there. */
export async function withTopics<T>(verb: VerbSettings, work: (context: VerbContext) => Promise<T>): Promise<T> {
  const { topology, settings, terminal, reads, writes = [] } = verb
  const kafka = kafkaOf(settings)
  const nameOf = (topic: Topic) => `${settings.topicPrefix}${topic.name}`
  const names = reads.map(nameOf)
  const found = await withAdmin(kafka, admin => admin.describe(names, []), hintOf(settings))
  const missing = names.filter(name => !found.some(topic => topic.name === name))
  if (missing.length > 0) throw new NotProvisioned(missing.map(name => `topic ${name}: does not exist`))
  const codec = await codecOf(topology, settings, writes)
  const cluster = createCluster(kafka)
  try {
    await cluster.connect()
    await cluster.addMultipleTargetTopics(names)
    return await work({
      ...terminal,
      topology,
      settings,
      kafka,
      cluster,
      codec,
      clock: systemClock,
      by: whoRuns(),
      nameOf,
    })
  } finally {
    // kafkajs waits for requests that are under way, without an end.
    await Promise.race([cluster.disconnect().catch(() => undefined), sleep(1_000)])
  }
}

async function codecOf(topology: Topology, settings: Settings, writes: readonly RecordSchema[]): Promise<AvroCodec> {
  const registry = registryOf(settings)
  const codec = new AvroCodec(registry, schemasOf(topology))
  for (const schema of writes) {
    const id = await registry.idOf(schema)
    if (id === undefined)
      throw new NotProvisioned([`schema ${registry.subjectOf(schema)}: this version is not registered`])
    codec.useForWriting(schema, id)
  }
  return codec
}

const whoRuns = () => `${userInfo().username}@${hostname()}`

/** The record in a frame, or why it cannot be read. Rejects with RegistryUnavailable. */
export async function decoded(
  codec: AvroCodec,
  frame: Buffer | null,
): Promise<{ readonly type: string; readonly value: unknown } | string> {
  const id = codec.unknownId(frame)
  if (id !== undefined) await codec.learn(id)
  try {
    return codec.decode(frame)
  } catch (error) {
    if (error instanceof Undecodable) return error.message
    throw error
  }
}
