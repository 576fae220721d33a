import type { RecordSchema } from '../../../schemas/record.ts'
import type { Lookup, Processor, Store, Stream, Table, TableLookup, Topic } from '../define.ts'
import { hashOf } from '../state/row-store.ts'
import { internalOf, streamsOf, tablesOf, type ProcessTopology } from '../topology.ts'

/** A set of rows that every task has, and how its changelog keys begin. */
export interface StorePlan {
  /** Its place among the task's stores. */
  readonly index: number
  /** `<processor>/<store>/`; table/<topic>/ for tables, signalbox/<clock>-timers/ for timers. */
  readonly prefix: Buffer
  /** Rows older than this go away; undefined where they stay. */
  readonly expireAfterMs: number | undefined
  /** Undefined where rows hold one value each. */
  readonly historyMs: number | undefined
}

/** A topic whose partition p is read by task p. */
export interface InputPlan {
  readonly topic: Stream | Table
  /** Where its records are kept, for tables. */
  readonly table: (StorePlan & { readonly schema: RecordSchema }) | undefined
  /** Written by processors of the same stage: its records were seen before and their keys need not be subjects. */
  readonly internal: boolean
  /** Its records came in by another input, which they name, and are processed as that one's. */
  readonly moved: boolean
  /** Tells its event ids apart from another topic's. */
  readonly seed: number
  readonly processors: readonly Processor[]
}

/** The process stage laid out: what a topology means for a task. */
export interface StagePlan {
  readonly topology: ProcessTopology
  readonly inputs: readonly InputPlan[]
  readonly stores: readonly StorePlan[]
  readonly wallTimers: StorePlan
  readonly eventTimers: StorePlan
  /** Where a lookup's rows are; undefined for global tables, which no task owns. */
  readonly storeOf: (lookup: Lookup) => StorePlan | undefined
}

export function planOf(topology: ProcessTopology): StagePlan {
  const stores: StorePlan[] = []
  const add = (prefix: string, settings: Partial<Pick<StorePlan, 'expireAfterMs' | 'historyMs'>> = {}): StorePlan => {
    const { expireAfterMs, historyMs } = settings
    const plan = { index: stores.length, prefix: Buffer.from(prefix), expireAfterMs, historyMs }
    stores.push(plan)
    return plan
  }
  const wallTimers = add('signalbox/wall-timers/')
  const eventTimers = add('signalbox/event-timers/')
  const kept = new Map<Store, StorePlan>()
  for (const processor of topology.processors)
    for (const store of processor.keeps) {
      const expireAfterMs = typeof store.expiry === 'string' ? undefined : store.expiry.afterMs
      kept.set(store, add(`${processor.name}/${store.name}/`, { expireAfterMs }))
    }
  const tables = new Map<Table, StorePlan & { schema: RecordSchema }>()
  for (const { topic, schema, historyMs } of tablesOf(topology))
    tables.set(topic, { ...add(`table/${topic.name}/`, { historyMs }), schema })
  return {
    topology,
    inputs: inputPlans(topology, tables),
    stores,
    wallTimers,
    eventTimers,
    storeOf: lookup => {
      if (lookup.kind === 'global') return undefined
      return lookup.kind === 'store' ? kept.get(lookup) : tables.get(lookup.topic)
    },
  }
}

function inputPlans(
  topology: ProcessTopology,
  tables: ReadonlyMap<TableLookup['topic'], StorePlan & { schema: RecordSchema }>,
): InputPlan[] {
  const internal = internalOf(topology)
  const streams = streamsOf(topology).map(topic => ({
    topic,
    table: undefined,
    internal: internal.has(topic),
    moved: false,
    seed: seedOf(topic),
    processors: topology.processors.filter(processor => processor.input.from === topic),
  }))
  const kept = [...tables].map(([topic, table]) => ({
    topic,
    table,
    internal: false,
    moved: false,
    seed: seedOf(topic),
    processors: [],
  }))
  const { moved } = topology
  if (!moved) return [...streams, ...kept]
  const back = { topic: moved, table: undefined, internal: false, moved: true, seed: seedOf(moved), processors: [] }
  return [...streams, ...kept, back]
}

function seedOf({ name }: Topic): number {
  const bytes = Buffer.from(name)
  return hashOf(bytes, 0, bytes.length)
}
