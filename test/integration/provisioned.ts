/** What lies on the test run's broker and registry, asked with the stock client and plain HTTP. */
import assert from 'node:assert/strict'
import kafkajs, { type Admin } from 'kafkajs'
import { z } from 'zod'
import { schemasOf } from '../../src/stream/index.ts'
import { topology } from '../../src/topology.ts'
import { signalbox } from '../command.ts'
import { stack } from '../pipeline.ts'

const { Kafka, logLevel, ConfigResourceTypes } = kafkajs
const day = 86_400_000

/** Connected; the caller's to disconnect. */
export async function connectAdmin(): Promise<Admin> {
  const admin = new Kafka({ brokers: [stack().brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  return admin
}

export const topicsWith = async (admin: Admin, prefix: string): Promise<string[]> =>
  (await admin.listTopics()).filter(name => name.startsWith(prefix)).sort()

/** Partitions, cleanup.policy and retention in days of every topic of a prefix, by its name without it. */
export async function topicFacts(admin: Admin, prefix: string): Promise<Record<string, unknown>> {
  const names = await topicsWith(admin, prefix)
  const { topics } = await admin.fetchTopicMetadata({ topics: names })
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map(name => ({ type: ConfigResourceTypes.TOPIC, name })),
  })
  const setting = (name: string, key: string) =>
    resources.find(resource => resource.resourceName === name)?.configEntries.find(entry => entry.configName === key)
      ?.configValue
  return Object.fromEntries(
    topics.map(({ name, partitions }) => [
      name.slice(prefix.length),
      [partitions.length, setting(name, 'cleanup.policy'), Number(setting(name, 'retention.ms')) / day],
    ]),
  )
}

/** Asks the registry, or with a body tells it: PUT below /config, else POST. */
export async function askRegistry(path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${stack().registry}${path}`, {
    ...(body !== undefined && {
      method: path.startsWith('/config') ? 'PUT' : 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    }),
  })
  return { status: answer.status, body: await answer.json() }
}

/** The subjects of a prefix that declared schemas have. Each is asked for: the registry's list ends after a thousand. */
export async function subjectsWith(prefix: string): Promise<string[]> {
  const subjects = schemasOf(topology).map(({ name }) => `${prefix}${name}`)
  const answers = await Promise.all(subjects.map(subject => askRegistry(`/subjects/${subject}/versions`)))
  return subjects.filter((_, index) => answers[index]?.status === 200).sort()
}

const Fact = z.object({ versions: z.array(z.number()), id: z.number(), compatibilityLevel: z.string() })

/** Versions, latest id and own compatibility of every subject of a prefix, by its name without it. */
export async function schemaFacts(prefix: string): Promise<Record<string, z.output<typeof Fact>>> {
  const subjects = await subjectsWith(prefix)
  const facts = subjects.map(async subject => {
    const { body: versions } = await askRegistry(`/subjects/${subject}/versions`)
    const { body: latest } = await askRegistry(`/subjects/${subject}/versions/latest`)
    const { body: config } = await askRegistry(`/config/${subject}`)
    const fact = Fact.parse({ versions, ...z.looseObject({}).parse(latest), ...z.looseObject({}).parse(config) })
    return [subject.slice(prefix.length), fact] as const
  })
  return Object.fromEntries(await Promise.all(facts))
}

/** The settings of the verbs and of a start. */
export const settings = (prefix: string) => ({
  SIGNALBOX_KAFKA_BROKERS: stack().brokers,
  SIGNALBOX_REGISTRY_URL: stack().registry,
  SIGNALBOX_TOPIC_PREFIX: prefix,
  SIGNALBOX_HTTP_PORT: '0',
  SIGNALBOX_HTTP_TOKEN: 'a-token-for-tests',
  SIGNALBOX_PARTS: 'ingress,process',
})

/** The differences with which a start is refused. */
export async function refusal(prefix: string, env: Record<string, string> = {}): Promise<string[]> {
  const { status, stdout, stderr } = await signalbox(['start'], { ...settings(prefix), ...env })
  assert.equal(status, 1, stdout)
  assert.match(stderr, /^signalbox: topics and schemas are not as they are declared:\n/)
  assert.match(stderr, /signalbox topics apply makes missing topics, signalbox schemas register registers schemas/)
  assert.doesNotMatch(stderr, /^ {4}at /m, 'no stack trace')
  return stderr
    .split('\n')
    .filter(line => line.startsWith('  '))
    .map(line => line.trim())
}

export const production = { SIGNALBOX_ENV: 'production', SIGNALBOX_FLOWS_FILE: 'processors/flows.json' }
