import { frameBytes, type AvroCodec, type Chunk } from '../../kafka/index.ts'
import { hashOf } from '../state/row-store.ts'
import type { StagePlan } from './stage-plan.ts'
import type { Task } from './task.ts'
import { versionsOf } from '../state/versions.ts'

/** Rows from a chunk of the changelog. Adds to `unknown` the writers' schemas that they name and nobody has asked for. Answers how many records there were. */
export function loadRows(plan: StagePlan, codec: AvroCodec, task: Task, chunk: Chunk, unknown: Set<number>): number {
  const prefixes = new Map(plan.stores.map(store => [store.prefix.toString('latin1'), store]))
  const cursor = chunk.cursor()
  let rows = 0
  for (; cursor.next(); rows++) {
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = cursor
    const at = bytes.indexOf(0x2f, bytes.indexOf(0x2f, keyStart) + 1) + 1
    const store = prefixes.get(bytes.toString('latin1', keyStart, at))
    // Rows of a processor that is gone stay in the topic and are nobody's.
    if (!store || at > keyEnd) continue
    const value = valueEnd < valueStart ? null : bytes
    const hash = hashOf(bytes, at, keyEnd)
    task.stores[store.index]?.put(bytes, at, keyEnd, hash, value, valueStart, valueEnd, cursor.timestamp)
    if (value !== null && store !== plan.wallTimers && store !== plan.eventTimers)
      for (const frame of framesOf(store.historyMs, bytes, valueStart, valueEnd)) {
        const id = codec.unknownId(frame)
        if (id !== undefined) unknown.add(id)
      }
  }
  return rows
}

/** The heads of the values that a row holds: they name the schemas it was written with. */
function framesOf(historyMs: number | undefined, bytes: Buffer, start: number, end: number): Buffer[] {
  if (historyMs === undefined) return [bytes.subarray(start, Math.min(end, start + frameBytes))]
  return versionsOf(bytes.subarray(start, end)).flatMap(({ value }) => (value ? [value] : []))
}

/** Event ids from a chunk of their topic. Answers how many records there were. */
export function loadIds(task: Task, chunk: Chunk): number {
  const cursor = chunk.cursor()
  let records = 0
  for (; cursor.next(); records++) {
    const { value } = cursor
    if (value) task.ids.load(value, cursor.timestamp)
  }
  return records
}
