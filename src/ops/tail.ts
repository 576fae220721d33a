import type { Topic } from '../stream/define.ts'
import { topicsOf } from '../stream/index.ts'
import type { Topology } from '../stream/index.ts'
import { jsonLine, printable, textOf } from './printing.ts'
import { followTopic, readTopic, type LogRecord } from './read-topic.ts'
import { Refused } from './refused.ts'
import { decoded, type VerbContext } from './verb-context.ts'

/** Which records of a topic are shown, and how. */
export interface Tail {
  /** From then on, ms since 1970; without it from now on. */
  readonly since?: number | undefined
  readonly key?: string | undefined
  /** A record's name, with its namespace or without. */
  readonly type?: string | undefined
  /** It ends after so many. */
  readonly limit?: number | undefined
  /** What comes later is waited for. */
  readonly follow: boolean
  /** One JSON object a line. */
  readonly json: boolean
}

/** The topic of a name. Throws Refused, naming those there are. */
export function topicNamed(topology: Topology, name: string): Topic {
  const topics = topicsOf(topology)
  const found = topics.find(topic => topic.name === name)
  if (found) return found
  throw new Refused(`there is no topic ${name}; there are ${topics.map(topic => topic.name).join(', ')}`)
}

/** Shows a topic's records, decoded, as they come. True when it ends. */
export async function tail(context: VerbContext, name: string, asked: Tail, signal: AbortSignal): Promise<boolean> {
  const topic = topicNamed(context.topology, name)
  const { since, limit = Infinity } = asked
  const records = asked.follow ? followTopic(context, topic, since, signal) : readTopic(context, topic, { since })
  let shown = 0
  for await (const record of records) {
    if (signal.aborted) break
    const line = await lineOf(context, record, asked)
    if (line === undefined) continue
    context.say(line)
    if (++shown >= limit) break
  }
  return true
}

async function lineOf(
  { codec }: VerbContext,
  { partition, offset, timestamp, key, value }: LogRecord,
  { key: wantedKey, type: wantedType, json }: Tail,
): Promise<string | undefined> {
  const keyText = key === null ? null : textOf(key)
  if (wantedKey !== undefined && keyText !== wantedKey) return undefined
  const read = value === null ? { type: 'deleted', value: null } : await decoded(codec, value)
  const { type, value: shown } = typeof read === 'string' ? { type: 'unreadable', value: read } : read
  if (wantedType !== undefined && type !== wantedType && !type.endsWith(`.${wantedType}`)) return undefined
  const at = new Date(timestamp).toISOString()
  if (json) return jsonLine({ partition, offset, at, key: keyText, type, value: shown })
  return printable(`${at} ${partition}/${offset} ${keyText ?? '-'} ${type} ${jsonLine(shown)}`)
}
