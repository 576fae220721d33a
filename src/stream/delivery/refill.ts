import type { SinkClient } from '../define.ts'
import type { Engine } from '../stage/engine.ts'
import type { DeliveryTask } from './delivery-task.ts'
import type { Doubt, Doubts } from './doubts.ts'
import type { Entry } from './entry.ts'
import type { Intake } from './intake.ts'
import { callKey, callOf, wayOf } from './ledger.ts'
import type { Line } from './line.ts'
import type { LedgerRow } from './restore-ledger.ts'
import type { Settling } from './settling.ts'

export interface RefillParts {
  readonly engine: Engine
  readonly client: SinkClient
  readonly line: Line
  readonly doubts: Doubts
  readonly settling: Settling
  readonly intake: Pick<Intake, 'read'>
}

/** A command that the ledger holds, and how. */
interface Kept {
  readonly entry: Entry
  readonly row: LedgerRow
  readonly callId: string | undefined
  readonly dueAt: number
}

/**
 * Fills a new task from its ledger: commands that wait, in their order; calls that whoever had the task before us may have made, which are resolved by their way, not before
 * it is certain that they are over; commands that a person must decide on.
 */
export function refill(task: DeliveryTask, rows: ReadonlyMap<string, LedgerRow>, parts: RefillParts): void {
  const { line, doubts, settling } = parts
  const kept = [...rows]
    .flatMap(([key, row]) => keptOf(task, key, row, parts))
    .sort((a, b) => a.entry.offset - b.entry.offset)
  const asked = new Map<string, Kept[]>()
  const dueAt = new Map<string, number>()
  for (const one of kept) {
    const { entry, callId } = one
    const { subject, deliveryId } = entry.envelope
    const fate = fateOf(one, parts)
    if (fate === 'stuck') task.stuck.set(deliveryId, entry)
    else line.arrive(entry, false)
    if (fate === 'ask' && callId !== undefined) asked.set(callId, [...(asked.get(callId) ?? []), one])
    if (fate === 'again' || fate === 'doubt') entry.reason = died
    if (fate === 'again') task.park(entry, one.dueAt)
    if (fate === 'doubt') settling.inDoubt(entry, died)
    if (callId !== undefined && fate !== 'ask') task.put(callKey(callId), null)
    if (fate !== 'stuck' && !dueAt.has(subject)) dueAt.set(subject, fate === 'ask' ? Infinity : one.dueAt)
  }
  for (const [id, own] of asked) doubts.add(doubtOf(id, own, parts))
  for (const [name, due] of dueAt) {
    const subject = task.subjects.get(name)
    if (subject?.entries.length === 0) task.subjects.delete(name)
    else if (subject) line.park(subject, due)
  }
}

const died = 'process_died: the call may have been made'

/** wait: for its turn. ask: the destination. again: it is called again. doubt: a person must decide from now on; stuck: since long ago. */
function fateOf({ row, callId }: Kept, { client }: RefillParts): 'wait' | 'ask' | 'again' | 'doubt' | 'stuck' {
  if (callId === undefined) return row.phase === 'inDoubt' ? 'stuck' : 'wait'
  const way = wayOf(row.way)
  if (way === 'lookup' && client.lookUp) return 'ask'
  return way === 'resend' || way === 'atLeastOnce' ? 'again' : 'doubt'
}

function keptOf(task: DeliveryTask, key: string, row: LedgerRow, { engine, client, intake }: RefillParts): Kept[] {
  const callId = callOf(key)
  // Whoever made it made it before the task came to us: a process calls only while it surely holds its tasks.
  const over = engine.clock.now() + client.callTimeoutMs
  const held = callId === undefined ? 'command' : 'call'
  return row.commands.map(command => {
    const { offset, key: recordKey, value, timestamp, headers: named, dueAt, ...standing } = command
    const headers = named.map(({ name, value: text }) => [name, text] as const)
    const record = { key: recordKey, value, timestamp, headers }
    const read = intake.read(record)
    // It was read when it was written into the ledger; the registry would have to have lost its schema since.
    if (typeof read === 'string')
      throw new Error(`the ledger of partition ${task.partition} holds what is no command: ${read}`)
    if (held === 'command') task.stored++
    const entry: Entry = { task, offset, record, ...read, ...standing, row: held, done: false }
    return { entry, row, callId, dueAt: callId === undefined ? dueAt : over }
  })
}

function doubtOf(id: string, own: readonly Kept[], { client }: RefillParts): Doubt {
  const [first] = own
  const askAt = (first?.dueAt ?? 0) + (client.lookUp?.settleMs ?? 0)
  const entries = own.map(({ entry }) => entry)
  const { endpoint = null, calledAt = null } = first?.row ?? {}
  return { id, endpoint: endpoint ?? '', calledAt: calledAt ?? 0, reason: died, entries, askAt, asking: false }
}
