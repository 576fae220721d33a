import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { pino } from 'pino'
import { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { readSettings } from '../../../src/config.ts'
import { AvroCodec, createCluster, Publisher, type SchemaRegistry } from '../../../src/kafka/index.ts'
import { registryAt } from '../../../src/ops/connections.ts'
import { readAll } from '../engine/output.ts'
import type { Ground } from '../ground.ts'
import type { PollScenario } from './scenario.ts'
import type { Judgement, PolledEvent, PolledSource, World } from './source.ts'

const Value = z.looseObject({})
const withinMs = 240_000
/** So long nothing may be told any more: what was read is read again meanwhile. */
const quietMs = 8_000

/** Waits until everything is told, and nothing more comes; answers what is missed and doubled then, or after some minutes. */
export async function drained(
  { say }: PollScenario,
  source: PolledSource,
  ground: Ground,
  prefix: string,
  world: World,
): Promise<Judgement> {
  const settings = readSettings({ ...ground.env, SIGNALBOX_TOPIC_PREFIX: prefix })
  const registry = registryAt(settings.registryUrl ?? '', settings)
  const codec = new AvroCodec(registry, [...source.topic.records, PollOrder])
  const io = { python: ground.python, brokers: ground.cluster.direct, prefix }
  const events = async (): Promise<PolledEvent[]> => {
    const records = await readAll(io, source.topic.name)
    for (const { value } of records) {
      const id = codec.unknownId(value)
      if (id !== undefined) await codec.learn(id)
    }
    return records.map(({ key, value }) => {
      const decoded = codec.decode(value)
      return { key: key ?? '', schema: decoded.type.split('.').at(-1) ?? '', value: Value.parse(decoded.value) }
    })
  }
  const end = performance.now() + withinMs
  const missedOf = ({ missed, onlyByOrder = [] }: Judgement) => [...missed, ...onlyByOrder]
  let last = await events()
  let early: readonly string[] = []
  let quiet = 0
  for (let orders = [...world.orders]; performance.now() < end;) {
    await sleep(quietMs)
    const before = last.length
    last = await events()
    const judged = await world.judge(last)
    say(`${source.name}: ${last.length} events, ${missedOf(judged).length} missed yet`)
    quiet = last.length > before ? 0 : quiet + 1
    // What the orders are not for must have shown without them: a comparison of everything would hide that it had not.
    if (quiet === 0 || (judged.missed.length > 0 && quiet < 3)) continue
    if (orders.length === world.orders.length) early = judged.missed
    const [order, ...more] = orders
    if (order === undefined && missedOf(judged).length === 0) break
    if (order === undefined) continue
    orders = more
    await give(order, source, ground, prefix, codec, registry)
    quiet = 0
  }
  const judged = await world.judge(last)
  return { ...judged, missed: [...new Set([...early, ...missedOf(judged)])] }
}

/** What an operator would order. */
async function give(
  what: PollOrder['what'],
  source: PolledSource,
  ground: Ground,
  prefix: string,
  codec: AvroCodec,
  registry: SchemaRegistry,
): Promise<void> {
  const id = await registry.idOf(PollOrder)
  if (id === undefined) throw new Error('the schema of orders is not registered')
  codec.useForWriting(PollOrder, id)
  const log = pino({ level: 'silent' })
  const cluster = createCluster({
    brokers: [ground.cluster.direct].flatMap(all => all.split(',')),
    clientId: 'chaos',
    log,
  })
  await cluster.connect()
  const topic = `${prefix}${source.orders.name}`
  await cluster.addMultipleTargetTopics([topic])
  const value = codec.encode(PollOrder, { what, from: null, by: 'chaos', at: Date.now() })
  const record = { key: null, value, headers: [], timestamp: Date.now() }
  await new Publisher(cluster, 30_000, log, () => undefined).publish([{ topic, partition: 0, record }])
  await cluster.disconnect()
}
