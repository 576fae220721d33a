/** Topics and schemas on a real broker and registry, read back with the stock client and plain HTTP. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Kafka, logLevel, ConfigResourceTypes, type Admin } from 'kafkajs'
import { z } from 'zod'
import { CustomerSignedUp } from '../../schemas/customer-signed-up.generated.ts'
import { SchemaRegistry } from '../../src/kafka/index.ts'
import { schemasOf, topicsOf } from '../../src/stream/index.ts'
import { topology } from '../../src/topology.ts'
import { signalbox } from '../command.ts'
import { newPrefix, stack, startPipeline } from '../pipeline.ts'

const topics = topicsOf(topology)
const schemas = schemasOf(topology)
const day = 86_400_000
let admin: Admin

before(async () => {
  admin = new Kafka({ brokers: [stack().brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
})
after(() => admin.disconnect())

/** The settings of the verbs, and with SIGNALBOX_ENV=production of a start that is to be refused. */
const settings = (prefix: string) => ({
  SIGNALBOX_KAFKA_BROKERS: stack().brokers,
  SIGNALBOX_REGISTRY_URL: stack().registry,
  SIGNALBOX_TOPIC_PREFIX: prefix,
  SIGNALBOX_HTTP_PORT: '0',
  SIGNALBOX_HTTP_TOKEN: 'a-token-for-tests',
  SIGNALBOX_PARTS: 'ingress,process',
})
const production = (prefix: string) => ({ ...settings(prefix), SIGNALBOX_ENV: 'production' })

const topicsWith = async (prefix: string) => (await admin.listTopics()).filter(name => name.startsWith(prefix)).sort()

async function registry(path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${stack().registry}${path}`, {
    ...(body !== undefined && {
      method: path.startsWith('/config') ? 'PUT' : 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    }),
  })
  return { status: answer.status, body: await answer.json() }
}

const subjectsWith = async (prefix: string) =>
  z
    .array(z.string())
    .parse((await registry('/subjects')).body)
    .filter(subject => subject.startsWith(prefix))
    .sort()

/** Version, id and compatibility of every schema of a prefix. */
async function registered(prefix: string): Promise<Record<string, unknown>> {
  const facts = schemas.map(async ({ name }) => {
    const { body: versions } = await registry(`/subjects/${prefix}${name}/versions`)
    const { body: latest } = await registry(`/subjects/${prefix}${name}/versions/latest`)
    const { body: config } = await registry(`/config/${prefix}${name}`)
    const { id } = z.object({ id: z.number() }).parse(latest)
    return [name, { versions, id, ...z.object({ compatibilityLevel: z.string() }).parse(config) }]
  })
  return z.record(z.string(), z.unknown()).parse(Object.fromEntries(await Promise.all(facts)))
}

async function described(prefix: string): Promise<Record<string, unknown>> {
  const names = await topicsWith(prefix)
  const { topics: found } = await admin.fetchTopicMetadata({ topics: names })
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map(name => ({ type: ConfigResourceTypes.TOPIC, name })),
  })
  const setting = (name: string, key: string) =>
    resources.find(resource => resource.resourceName === name)?.configEntries.find(entry => entry.configName === key)
      ?.configValue
  return Object.fromEntries(
    found.map(({ name, partitions }) => [
      name.slice(prefix.length),
      [partitions.length, setting(name, 'cleanup.policy'), Number(setting(name, 'retention.ms')) / day],
    ]),
  )
}

describe('development', () => {
  const prefix = newPrefix()

  test('the first start makes every topic and registers every schema as declared', async () => {
    await (await startPipeline({}, { prefix })).stop()
    assert.deepEqual(await described(prefix), {
      'customer.events': [6, 'delete', 30],
      'braze.commands': [6, 'delete', 14],
      decisions: [6, 'delete', 30],
      'delivery.receipts': [6, 'delete', 90],
      'dead.letters': [6, 'delete', 90],
      // A compacted topic is never cut by time; what its retention says (the broker's default) does not count.
      'process.changelog': [6, 'compact', 7],
    })
    const facts = await registered(prefix)
    assert.equal(Object.keys(facts).length, schemas.length)
    for (const { name, compatibility } of schemas)
      assert.partialDeepStrictEqual(facts[name], { versions: [1], compatibilityLevel: compatibility })
  })

  test('a second start changes nothing and keeps the ids', async () => {
    const before = [await described(prefix), await registered(prefix)]
    await (await startPipeline({}, { prefix })).stop()
    assert.deepEqual([await described(prefix), await registered(prefix)], before)
  })

  test('production takes what development has made', async () => {
    const pipeline = await startPipeline({ SIGNALBOX_ENV: 'production' }, { prefix })
    assert.equal((await fetch(`${pipeline.url}/readyz`)).status, 200)
    await pipeline.stop()
  })
})
