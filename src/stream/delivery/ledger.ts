import { z } from 'zod'
import type { DeliveryLedgerRow, LedgerCommand } from '../../../schemas/delivery-ledger-row.generated.ts'
import type { InDoubtWay } from '../define.ts'
import type { Entry } from './entry.ts'

/** A row as it is to be written: a call that may be made, a command that waits, or one that a person must decide on. */
export type Row =
  | {
      readonly phase: 'called'
      readonly calledAt: number
      readonly endpoint: string
      readonly way: InDoubtWay
      readonly entries: readonly Entry[]
    }
  | { readonly phase: 'parked' | 'inDoubt'; readonly entries: readonly Entry[]; readonly dueAt: number }

export const callKey = (id: string): string => `call/${id}`
export const commandKey = (entry: Pick<Entry, 'offset'>): string => `command/${entry.offset}`

/** The call's id of a row's key; undefined for a command's. */
export const callOf = (key: string): string | undefined => (key.startsWith('call/') ? key.slice(5) : undefined)

export const wayOf = (word: string | null): InDoubtWay => Way.parse(word)
const Way = z.enum(['resend', 'lookup', 'atLeastOnce', 'atMostOnce'])

export function ledgerRow(row: Row): DeliveryLedgerRow {
  const dueAt = row.phase === 'called' ? 0 : row.dueAt
  const commands = row.entries.map(entry => commandOf(entry, dueAt))
  if (row.phase !== 'called') return { phase: row.phase, calledAt: null, endpoint: null, way: null, commands }
  return { phase: 'called', calledAt: row.calledAt, endpoint: row.endpoint, way: row.way, commands }
}

function commandOf(entry: Entry, dueAt: number): LedgerCommand {
  const { offset, record, attempts, firstFailedAt, lastFailedAt, failingMs, reason, canBeTold } = entry
  const { key, value, timestamp } = record
  const headers = record.headers.map(([name, text]) => ({
    name,
    value: text === null ? null : Buffer.from(text),
  }))
  // Infinity waits for something else than time, which is found again after a restart.
  return {
    offset,
    timestamp,
    key,
    value,
    headers,
    attempts,
    firstFailedAt,
    lastFailedAt,
    failingMs,
    dueAt: Number.isFinite(dueAt) ? dueAt : 0,
    reason,
    canBeTold,
  }
}
