import type { Outbox } from '../stage/outbox.ts'
import type { StagePlan } from './stage-plan.ts'
import type { Changes, Task } from './task.ts'

const scratch = { bytes: Buffer.allocUnsafe(4_096) }

/** Puts what a task has changed: each changed row once, as it is now, and the ids of the events it saw first. */
export function writeChanges(plan: StagePlan, task: Task, changes: Changes, outbox: Outbox, now: number): void {
  const { changelog, eventIds } = plan.topology
  for (const [index, mark] of changes.marks) {
    const rows = task.stores[index]
    const prefix = plan.stores[index]?.prefix
    if (!rows || !prefix) continue
    rows.changedSince(mark, rows.mark, address => {
      const end = keyInScratch(prefix, rows.bytes, rows.keyStart(address), rows.keyEnd(address))
      const value = rows.isDeleted(address) ? null : rows.bytes
      const at = rows.writtenAt(address)
      outbox.putBytes(
        changelog,
        task.partition,
        scratch.bytes,
        0,
        end,
        value,
        rows.valueStart(address),
        rows.valueEnd(address),
        at,
      )
    })
  }
  const ids = task.ids.addedSince(changes.ids)
  if (eventIds && ids.length > 0) outbox.putBytes(eventIds, task.partition, null, 0, 0, ids, 0, ids.length, now)
}

function keyInScratch(prefix: Buffer, bytes: Buffer, start: number, end: number): number {
  const size = prefix.length + end - start
  if (size > scratch.bytes.length) scratch.bytes = Buffer.allocUnsafe(size * 2)
  prefix.copy(scratch.bytes)
  bytes.copy(scratch.bytes, prefix.length, start, end)
  return size
}
