/** What lies on the test run's broker and registry, asked with the stock client and plain HTTP. */
import kafkajs, { type Admin } from 'kafkajs'
import { z } from 'zod'
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

export const subjectsWith = async (prefix: string): Promise<string[]> =>
  z
    .array(z.string())
    .parse((await askRegistry('/subjects')).body)
    .filter(subject => subject.startsWith(prefix))
    .sort()

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
