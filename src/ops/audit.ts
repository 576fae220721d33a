import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AuditEntry } from '../../schemas/audit-entry.generated.ts'
import { partitionOf, type Placed } from '../kafka/index.ts'
import { readTopic } from './read-topic.ts'
import { decoded, type VerbContext } from './verb-context.ts'

const Entry = z.object({
  id: z.string(),
  action: z.string(),
  target: z.string(),
  by: z.string(),
  at: z.number(),
  details: z.record(z.string(), z.string()),
})

/** What is to be known of an action beside who did it and when. */
export type Action = Pick<AuditEntry, 'action' | 'target' | 'details'>

/** The record that says what the operator does now. */
export function auditRecord({ topology, codec, clock, by, nameOf }: VerbContext, action: Action): Placed {
  const key = Buffer.from(action.target)
  const at = clock.now()
  const value = codec.encode(AuditEntry, { id: randomUUID(), ...action, by, at })
  const partition = partitionOf(key, topology.audit.partitions)
  return { topic: nameOf(topology.audit), partition, record: { key, value, headers: [], timestamp: at } }
}

/** What operators did of this kind, the oldest first. */
export async function auditOf(context: VerbContext, action: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = []
  for await (const { value } of readTopic(context, context.topology.audit)) {
    const read = await decoded(context.codec, value)
    if (typeof read === 'string' || read.type !== AuditEntry.name) continue
    const entry = Entry.parse(read.value)
    if (entry.action === action) entries.push(entry)
  }
  return entries
}
