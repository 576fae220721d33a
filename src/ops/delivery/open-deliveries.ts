import { z } from 'zod'
import type { Sink } from '../../stream/define.ts'
import { rowsOf, type LogRecord } from '../read-topic.ts'
import { decoded, type VerbContext } from '../verb-context.ts'

const Envelope = z.object({ deliveryId: z.string(), eventId: z.string(), subject: z.string() })
const LedgerCommand = z.object({
  offset: z.number(),
  value: z.instanceof(Buffer).nullable(),
  attempts: z.number(),
  reason: z.string().nullable(),
})
const LedgerRow = z.object({
  phase: z.enum(['parked', 'called', 'inDoubt']),
  calledAt: z.number().nullable(),
  endpoint: z.string().nullable(),
  way: z.string().nullable(),
  commands: z.array(LedgerCommand),
})
type LedgerRow = z.output<typeof LedgerRow>
type LedgerCommand = z.output<typeof LedgerCommand>

/** A call in that phase is not one that is under way any more. */
const calledLongAgoMs = 60_000

/**
 * A command of which nobody knows whether it was delivered. inDoubt: a person must say. beingLookedUp: the destination is asked; after an hour it becomes inDoubt.
 * waiting: a process has died in the call, and the one that takes over its task will know what to do.
 */
export interface OpenDelivery {
  readonly destination: string
  readonly state: 'inDoubt' | 'beingLookedUp' | 'waiting'
  readonly deliveryId: string
  readonly eventId: string
  readonly subject: string
  /** Since when it is open, ms since 1970. */
  readonly since: number
  readonly reason: string | null
  /** Calls that were made for it. */
  readonly attempts: number
  readonly endpoint: string | null
  /** Where the command lies, or lay. */
  readonly partition: number
  readonly offset: number
}

/** What is open at a destination by its ledger, the oldest first. Rejects where the ledger holds what is no row. */
export async function openDeliveriesOf(context: VerbContext, sink: Sink): Promise<OpenDelivery[]> {
  const open: OpenDelivery[] = []
  for (const record of (await rowsOf(context, sink.ledger)).values()) {
    const read = await decoded(context.codec, record.value)
    if (typeof read === 'string') throw new Error(`${context.nameOf(sink.ledger)} holds what is no row: ${read}`)
    const row = LedgerRow.parse(read.value)
    const state = stateOf(row, context.clock.now())
    if (state === undefined) continue
    for (const command of row.commands) open.push(await openDelivery(context, sink, state, record, row, command))
  }
  return open.sort((a, b) => a.since - b.since)
}

function stateOf({ phase, calledAt, way }: LedgerRow, now: number): OpenDelivery['state'] | undefined {
  if (phase === 'inDoubt') return 'inDoubt'
  if (phase !== 'called' || now - (calledAt ?? 0) < calledLongAgoMs) return undefined
  return way === 'lookup' ? 'beingLookedUp' : 'waiting'
}

async function openDelivery(
  { codec }: VerbContext,
  { name: destination }: Sink,
  state: OpenDelivery['state'],
  record: LogRecord,
  { calledAt, endpoint }: LedgerRow,
  { offset, value, attempts, reason }: LedgerCommand,
): Promise<OpenDelivery> {
  const read = await decoded(codec, value)
  if (typeof read === 'string') throw new Error(`the ledger of ${destination} holds what is no command: ${read}`)
  const { deliveryId, eventId, subject } = Envelope.parse(read.value)
  // A row is written when its command goes into doubt, and not touched after that.
  const since = state === 'inDoubt' ? record.timestamp : (calledAt ?? record.timestamp)
  const who = { destination, state, deliveryId, eventId, subject }
  return { ...who, since, reason, attempts, endpoint, partition: record.partition, offset }
}
