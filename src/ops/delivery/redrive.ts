import { randomUUID } from 'node:crypto'
import {
  errorType,
  fullMessage,
  partitionOf,
  RecordBatches,
  TransactionalProducer,
  type RecordToWrite,
} from '../../kafka/index.ts'
import { auditRecord } from '../audit.ts'
import { aligned, counted, printable } from '../printing.ts'
import { readTopic, type LogRecord } from '../read-topic.ts'
import { Refused } from '../refused.ts'
import { iso } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { destinationOf } from './destination.ts'
import { idOf, letterOf, originalHeaders, redrivenHeader } from './letter.ts'
import { planRedrive, type Move, type RedrivePlan, type Wanted } from './redrive-plan.ts'
import { redriveAction, redrivenOf } from './redriven.ts'

export interface RedriveOptions extends Wanted {
  readonly all: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** One transaction moves at most so many letters, so that its audit entry stays small, and so many bytes. */
const mostLetters = 1_000
const mostBytes = 8_388_608
const transactionTimeoutMs = 30_000

/** Sends dead letters of deliver stages back to the destinations that failed. Rejects with Refused where that cannot be. */
export async function redrive(context: VerbContext, options: RedriveOptions): Promise<boolean> {
  const { say, confirm } = context
  checkChoice(context, options)
  const plan = await planRedrive(context, options)
  for (const line of planLines(plan)) say(line)
  if (plan.moves.length === 0) return false
  if (options.dryRun) {
    say('nothing was written: this was --dry-run')
    return true
  }
  if (!options.yes && !(await confirm('Go on?'))) throw new Refused('nothing was redriven')
  const moved = await carryOut(context, plan, options)
  say(`${counted(moved, 'letter')} went back`)
  return moved > 0
}

function checkChoice({ topology }: VerbContext, { ids, filter, all }: RedriveOptions): void {
  const { destination, reason, since } = filter
  if (destination !== undefined) destinationOf(topology, destination)
  if (ids.length > 0) return
  if (destination === undefined) throw new Refused('which letters? Name their ids, or --destination')
  if (reason === undefined && since === undefined && !all)
    throw new Refused(`every letter of ${destination}? Say --all, or which: --reason, --since`)
}

function planLines({ moves, leftOut }: RedrivePlan): string[] {
  const kinds = new Map<string, { row: readonly string[]; count: number }>()
  for (const { sink, why } of moves) {
    const row = [`to ${sink.commands.name}`, printable(why)]
    const known = kinds.get(row.join(' ')) ?? { row, count: 0 }
    kinds.set(row.join(' '), { row, count: known.count + 1 })
  }
  const rows = [...kinds.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, { row, count }]) => [count.toLocaleString('en'), ...row])
  const before = `${counted(leftOut, 'letter was', 'letters were')} redriven before and ${leftOut === 1 ? 'is' : 'are'} left out; --again takes them too`
  return [
    ...(moves.length === 0
      ? ['no letter is to go back']
      : [`${counted(moves.length, 'letter')} to go back:`, ...aligned(rows)]),
    ...(leftOut > 0 ? [before] : []),
  ]
}

/**
 * Each transaction holds letters and the audit entry that names them: what went back and what is known to have gone back cannot differ, so a run that broke off is
 * simply started again. One run at a time: the one that begins last ends the other.
 */
async function carryOut(context: VerbContext, { moves }: RedrivePlan, { again }: Wanted): Promise<number> {
  const { cluster, settings, say } = context
  const group = `${settings.topicPrefix}signalbox.redrive`
  const producer = await TransactionalProducer.open(cluster, group, transactionTimeoutMs)
  const redriven = again ? undefined : await redrivenOf(context)
  const left = new Map(moves.filter(({ id }) => !redriven?.has(id)).map(move => [move.id, move]))
  const run = randomUUID()
  const total = left.size
  let moved = 0
  for await (const batch of batchesOf(context, left)) {
    const outputs = outputsOf(context, run, batch)
    await producer
      .commit({ outputs, positions: [], group, generation: -1, memberId: '' })
      .catch((error: unknown) => brokenOff(error, moved, total))
    moved += batch.length
    if (moved < total) say(`${moved.toLocaleString('en')} of ${total.toLocaleString('en')} went back`)
  }
  return moved
}

/** Some of the letters went back and the rest did not; the message says how to go on, for a person. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

function brokenOff(error: unknown, moved: number, total: number): never {
  const isFenced = /^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|CONCURRENT_TRANSACTIONS)$/.test(errorType(error))
  const why = isFenced ? 'another redrive has begun' : fullMessage(error)
  const sentence = `${moved} of ${total} letters went back, perhaps the next ones too: ${why}. The same command goes on from there: what went back is left out`
  throw new BrokenOff(sentence, { cause: error })
}

interface Back {
  readonly move: Move
  readonly record: LogRecord
}

/** The letters again, from their topic, as many as one transaction moves. */
async function* batchesOf(context: VerbContext, left: ReadonlyMap<string, Move>): AsyncGenerator<Back[]> {
  let batch: Back[] = []
  let bytes = 0
  for await (const record of readTopic(context, context.topology.deadLetters, boundsOf(left.values()))) {
    const move = left.get(idOf(record.partition, record.offset))
    if (!move) continue
    batch.push({ move, record })
    bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0)
    if (batch.length < mostLetters && bytes < mostBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

function boundsOf(moves: Iterable<Move>) {
  const from = new Map<number, number>()
  const to = new Map<number, number>()
  for (const { partition, offset } of moves) {
    from.set(partition, Math.min(from.get(partition) ?? offset, offset))
    to.set(partition, Math.max(to.get(partition) ?? 0, offset + 1))
  }
  return { from, to }
}

function outputsOf(context: VerbContext, run: string, batch: readonly Back[]): RecordBatches[] {
  const outputs = new Map<string, RecordBatches>()
  const put = (topic: string, partition: number, record: RecordToWrite) => {
    const name = `${topic}-${partition}`
    const output = outputs.get(name) ?? new RecordBatches(topic, partition)
    outputs.set(name, output.append(record))
  }
  for (const { move, record } of batch) {
    const { commands } = move.sink
    put(context.nameOf(commands), partitionFor(record, commands.partitions), backRecord(context, move.id, record))
  }
  const targets = [...new Set(batch.map(({ move }) => move.sink.name))].sort().join(',')
  const entry = auditRecord(
    context,
    redriveAction(
      targets,
      batch.map(({ move }) => move.id),
      { run },
    ),
  )
  put(entry.topic, entry.partition, entry.record)
  return [...outputs.values()]
}

/** The partition of its key; without one, the one where it lay. */
const partitionFor = (record: LogRecord, partitions: number): number =>
  record.key ? partitionOf(record.key, partitions) : Math.max(0, letterOf(record).fromPartition) % partitions

/** The command as it lay in its topic, and a header that says where it comes from now. */
function backRecord({ clock, by }: VerbContext, id: string, { key, value, headers }: LogRecord): RecordToWrite {
  const now = clock.now()
  const redriven = [redrivenHeader, `${by} ${iso(now)} from dead letter ${id}`] as const
  return { key, value, headers: [...originalHeaders(headers), redriven], timestamp: now }
}
