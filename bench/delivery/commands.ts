import { pino } from 'pino'
import { BrazeTrackEvent } from '../../schemas/braze-track-event.generated.ts'
import { BrazeTriggerCampaign } from '../../schemas/braze-trigger-campaign.generated.ts'
import { AvroCodec, createCluster, partitionOf, Publisher, SchemaRegistry, type Placed } from '../../src/kafka/index.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import type { OwnStack } from '../own-stack.ts'

const subjects = 2_000
const perRound = 2_000
/** The campaign that `triggers` name. */
export const campaign = 'bench'

/** What the nth command says. */
type Encode = (codec: AvroCodec, n: number) => Buffer

const envelopeOf = (n: number) => ({
  deliveryId: `d${n}`,
  eventId: `e${n}`,
  subject: subjectOf(n),
  occurredAt: Date.now(),
})
const subjectOf = (n: number) => `s${n % subjects}`

/** Custom events, for /users/track. */
export const tracked: Encode = (codec, n) =>
  codec.encode(BrazeTrackEvent, { ...envelopeOf(n), name: 'seen', properties: { n } })

/** Campaign triggers, each with a send id of its own, so that no two go into one call. */
export const triggers: Encode = (codec, n) =>
  codec.encode(BrazeTriggerCampaign, {
    ...envelopeOf(n),
    campaignId: campaign,
    sendId: `send-${n}`,
    properties: {},
    attributes: {},
  })

/** Writes so many commands for subjects in turn into the commands of Braze. */
export async function writeCommands(stack: OwnStack, prefix: string, count: number, encode = tracked): Promise<void> {
  const registry = new SchemaRegistry(stack.registryUrl, prefix)
  const codec = new AvroCodec(registry, [])
  codec.useForWriting(BrazeTrackEvent, await registry.register(BrazeTrackEvent))
  codec.useForWriting(BrazeTriggerCampaign, await registry.register(BrazeTriggerCampaign))
  const log = pino({ level: 'silent' })
  const cluster = createCluster({ brokers: [stack.brokers], clientId: 'bench', log })
  await cluster.connect()
  const topic = `${prefix}${brazeCommands.name}`
  await cluster.addMultipleTargetTopics([topic])
  const publisher = new Publisher(cluster, 60_000, log, () => undefined)
  const place = (n: number): Placed => {
    const key = Buffer.from(subjectOf(n))
    const record = { key, value: encode(codec, n), headers: [], timestamp: Date.now() }
    return { topic, partition: partitionOf(key, brazeCommands.partitions), record }
  }
  for (let n = 0; n < count; n += perRound)
    await publisher.publish(Array.from({ length: Math.min(perRound, count - n) }, (_, at) => place(n + at)))
  await publisher.drain()
  await cluster.disconnect()
}
