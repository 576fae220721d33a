import type { AvroCodec } from '../../kafka/index.ts'
import type { Lookup, Lookups } from '../define.ts'
import type { GlobalRows } from './global-tables.ts'
import type { Slice } from './slice.ts'
import type { StagePlan, StorePlan } from './stage-plan.ts'
import type { Task } from './task.ts'
import { versionAt, type Version } from '../state/versions.ts'

/** Whose rows are looked up just now. One object per stage, overwritten from event to event. */
export interface Scope {
  task: Task
  readonly key: Slice
  keyHash: number
  /** Event time: which version of a row with history counts. */
  time: number
}

/** Reads rows for processors: found by the key's bytes, decoded once for as long as they stay what they are. */
export class RowReader {
  readonly #codec: AvroCodec
  readonly #plan: StagePlan
  readonly #globals: GlobalRows
  readonly #found: Version = { start: -1, end: -1 }

  constructor(codec: AvroCodec, plan: StagePlan, globals: GlobalRows) {
    this.#codec = codec
    this.#plan = plan
    this.#globals = globals
  }

  /** What a processor is given as its rows: read when it asks, from the scope as it is then. */
  view(lookups: Lookups, scope: Scope): Readonly<Record<string, unknown>> {
    const view = {}
    for (const [name, lookup] of Object.entries(lookups)) {
      const get = this.#getter(lookup, scope)
      Object.defineProperty(view, name, { get, enumerable: true })
    }
    return view
  }

  #getter(lookup: Lookup, scope: Scope): () => unknown {
    if (lookup.kind === 'global') {
      const row = (key: string): unknown => this.#globals.row(lookup.topic, key)
      return () => row
    }
    const plan = this.#plan.storeOf(lookup)
    if (!plan) throw new TypeError(`no processor keeps ${lookup.kind === 'store' ? lookup.name : lookup.topic.name}`)
    const versioned = lookup.kind === 'table' && plan.historyMs !== undefined
    // A lookup without history reads the newest version, also where another lookup of the table asked for more.
    const asOf = lookup.kind === 'table' && lookup.historyMs !== undefined
    return versioned ? () => this.#version(plan, scope, asOf) : () => this.#row(plan, scope)
  }

  #row(plan: StorePlan, { task, key, keyHash }: Scope): unknown {
    const store = task.stores[plan.index]
    const address = store?.find(key.bytes, key.start, key.end, keyHash) ?? 0
    if (!store || address === 0) return undefined
    return this.#decoded(task, plan, store.bytes, store.valueStart(address), store.valueEnd(address))
  }

  #version(plan: StorePlan, { task, key, keyHash, time }: Scope, asOf: boolean): unknown {
    const store = task.stores[plan.index]
    const address = store?.find(key.bytes, key.start, key.end, keyHash) ?? 0
    if (!store || address === 0) return undefined
    const found = this.#found
    versionAt(store.bytes, store.valueStart(address), store.valueEnd(address), asOf ? time : Infinity, found)
    return found.start < 0 ? undefined : this.#decoded(task, plan, store.bytes, found.start, found.end)
  }

  /** No two values begin within the same eight bytes of a log. */
  #decoded(task: Task, plan: StorePlan, bytes: Buffer, start: number, end: number): unknown {
    const cache = task.decoded[plan.index]
    const known = cache?.get(start >>> 3)
    if (known !== undefined) return known
    const { value } = this.#codec.decode(bytes.subarray(start, end))
    cache?.set(start >>> 3, value)
    return value
  }
}
