import type { RecordToWrite } from '../../kafka/index.ts'
import type { Command, CommandEnvelope } from '../define.ts'
import type { DeliveryTask } from './delivery-task.ts'

/** A command that is not done with. */
export interface Entry {
  readonly task: DeliveryTask
  readonly offset: number
  /** As it lay in its topic. */
  readonly record: RecordToWrite
  readonly command: Command
  readonly envelope: CommandEnvelope
  /** Calls that were made for it and failed. */
  attempts: number
  firstFailedAt: number | null
  lastFailedAt: number | null
  /** How long it has been failing while the destination took others, ms. */
  failingMs: number
  reason: string | null
  /** Whether a look-up can tell it from the commands of earlier calls: once it cannot, it never can. */
  canBeTold: boolean
  /** Which row of the ledger holds it once the open unit is committed: one of its own, that of a call, or none: then the position stays before it. */
  row: 'none' | 'command' | 'call'
  done: boolean
}

/** The commands of one subject that are not done with, in their order. Those at the front may be in a call; the others wait. */
export interface Subject {
  readonly name: string
  readonly task: DeliveryTask
  readonly entries: Entry[]
  /** waiting: in line for a call. calling: some are in a call. parked: nothing of it goes before `dueAt`; Infinity until something else ends the wait. */
  state: 'waiting' | 'calling' | 'parked'
  dueAt: number
  /** Where its first command goes, once it is known: '' before. */
  endpoint: string
  /** Whether it stands in a line, which it is to leave when its turn comes. */
  inLine: boolean
}

/** The subject that the command waits with; undefined once nothing of it is left. */
export const subjectOf = ({ task, envelope }: Pick<Entry, 'task' | 'envelope'>): Subject | undefined =>
  task.subjects.get(envelope.subject)
