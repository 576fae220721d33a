import { z } from 'zod'
import type { Settings } from '../config.ts'
import type { TopicAdmin, TopicState } from '../kafka/index.ts'
import type { Topic } from '../stream/define.ts'
import { NotProvisioned } from './not-provisioned.ts'

/** Dead letters carry a whole record and why it failed; everything else fits where its sources' events do. */
const largestRecordBytes = 4_194_304

/** The topic as the cluster should have it. */
export function wantedState(topic: Topic, settings: Settings): TopicState {
  const cleanup = topic.kind === 'table' ? 'compact' : 'delete'
  const kept = topic.kind === 'table' ? {} : { 'retention.ms': String(topic.retentionMs) }
  return {
    name: `${settings.topicPrefix}${topic.name}`,
    partitions: topic.partitions,
    replication: settings.replication,
    config: { 'cleanup.policy': cleanup, 'max.message.bytes': String(largestRecordBytes), ...kept },
  }
}

/** How one topic on the cluster differs from what is declared, for a person; empty when it does not. */
export function topicDifferences(wanted: TopicState, found: TopicState | undefined): string[] {
  if (!found) return [`topic ${wanted.name}: does not exist`]
  const differ = (what: string, is: number | string | undefined, declared: number | string) =>
    is === declared ? [] : [`topic ${wanted.name}: ${what} is ${is ?? 'not set'}, declared is ${declared}`]
  return [
    ...differ('partitions', found.partitions, wanted.partitions),
    ...differ('replication', found.replication, wanted.replication),
    ...Object.entries(wanted.config).flatMap(([key, value]) => differ(key, found.config[key], value)),
  ]
}

/** Every difference between the declared topics and the cluster's. */
export async function checkTopics(admin: TopicAdmin, topics: readonly Topic[], settings: Settings): Promise<string[]> {
  const wanted = topics.map(topic => wantedState(topic, settings))
  const keys = [...new Set(wanted.flatMap(state => Object.keys(state.config)))]
  const names = wanted.map(state => state.name)
  const found = await admin.describe(names, keys)
  return wanted.flatMap(state =>
    topicDifferences(
      state,
      found.find(({ name }) => name === state.name),
    ),
  )
}

/**
 * Makes the topics that do not exist. Answers their names and what differs in those that do: a topic that holds records is never changed by itself,
 * because another number of partitions moves every key and another clean-up deletes. Rejects with NotProvisioned and the broker's words for each that
 * could not be made.
 */
export async function applyTopics(
  admin: TopicAdmin,
  topics: readonly Topic[],
  settings: Settings,
): Promise<{ made: string[]; differences: string[] }> {
  const wanted = topics.map(topic => wantedState(topic, settings))
  const names = wanted.map(state => state.name)
  const existing = new Set((await admin.describe(names, [])).map(state => state.name))
  const missing = wanted.filter(state => !existing.has(state.name))
  await admin.create(missing).catch((error: unknown) => refuse(error, settings))
  return { made: missing.map(state => state.name), differences: await checkTopics(admin, topics, settings) }
}

/** What the client throws when brokers refuse to make topics. */
const Refusals = z.object({ errors: z.array(z.object({ topic: z.string(), message: z.string() })) })

function refuse(error: unknown, { replication }: Settings): never {
  const refusals = Refusals.safeParse(error).data?.errors
  if (!refusals) throw error
  const differences = refusals.map(
    ({ topic, message }) => `topic ${topic}: could not be made with SIGNALBOX_REPLICATION=${replication}: ${message}`,
  )
  throw new NotProvisioned(differences, { cause: error })
}
