import { headerOf, type Headers } from '../../kafka/index.ts'
import { textOf } from '../printing.ts'
import type { LogRecord } from '../read-topic.ts'

/** A dead letter: what its headers say. */
export interface Letter {
  /** Its partition and offset in the dead letters: 3-1042. */
  readonly id: string
  readonly partition: number
  readonly offset: number
  /** When it was written, ms since 1970. */
  readonly at: number
  /** The key of the record, as text. */
  readonly key: string | null
  /** The stage that gave up, such as process or deliver.braze. */
  readonly stage: string
  /** The processor or destination that failed. */
  readonly by: string | null
  readonly reason: string
  readonly attempts: number | null
  /** Where the record lay: topic on the cluster, partition, offset (-1 where it never lay in a topic), timestamp. */
  readonly topic: string
  readonly fromPartition: number
  readonly fromOffset: number
  readonly timestamp: number
}

/** What the engine's own headers begin with. */
const ours = 'signalbox_'

/** What a redriven record carries beside its own headers: who, when, from which letter. */
export const redrivenHeader = `${ours}redriven`

export const idOf = (partition: number, offset: number): string => `${partition}-${offset}`

/** Partition and offset of a letter's id; undefined where it is none. */
export function placeOf(id: string): { readonly partition: number; readonly offset: number } | undefined {
  const [, partition, offset] = /^(\d{1,9})-(\d{1,15})$/.exec(id) ?? []
  return partition === undefined ? undefined : { partition: Number(partition), offset: Number(offset) }
}

export function letterOf({ partition, offset, timestamp: at, key, headers }: LogRecord): Letter {
  const text = (name: string) => textHeader(headers, `${ours}${name}`)
  const attempts = text('attempts')
  return {
    id: idOf(partition, offset),
    partition,
    offset,
    at,
    key: key && textOf(key),
    stage: text('stage') ?? 'unknown',
    by: text('by') ?? null,
    reason: text('reason') ?? 'unknown',
    attempts: attempts === undefined ? null : Number(attempts),
    topic: text('topic') ?? '',
    fromPartition: Number(text('partition') ?? -1),
    fromOffset: Number(text('offset') ?? -1),
    timestamp: Number(text('timestamp') ?? at),
  }
}

/** The headers that the record had before it failed. */
export const originalHeaders = (headers: Headers): Headers => headers.filter(([name]) => !name.startsWith(ours))

/** The machine words a reason begins with, each before a colon: `rejected: unknown_event: ...` begins with two. The last may stand alone where it can be nothing else. */
export function wordsOf(reason: string): string[] {
  const parts = reason.split(/:\s*/)
  const end = parts.findIndex((part, n) => !(n > 0 && n === parts.length - 1 ? surely : word).test(part))
  const words = end < 0 ? parts : parts.slice(0, end)
  return words.length > 0 ? words : ['other']
}

const word = /^[a-z][a-z0-9_]*$/
const surely = /^[a-z0-9]+(_[a-z0-9]+)+$/

/** The destination of a deliver stage; undefined where the stage is another. */
export const destinationOfStage = (stage: string): string | undefined => /^deliver\.(.+)$/.exec(stage)?.[1]

export function textHeader(headers: Headers, name: string): string | undefined {
  const value = headerOf(headers, name)?.[1]
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : textOf(value)
}
