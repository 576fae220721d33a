import { z } from 'zod'
import { headerOf } from '../../../src/kafka/index.ts'
import { decoded, type VerbContext } from '../../../src/ops/verb-context.ts'
import { readTopic, type LogRecord } from '../../../src/ops/read-topic.ts'
import type { Topic } from '../../../src/stream/define.ts'
import { topology } from '../../../src/topology.ts'
import type { Destination } from './destination.ts'

const Receipt = z.object({ deliveryId: z.string(), outcome: z.string(), reason: z.string().nullable() })
export type Receipt = z.output<typeof Receipt>

const LedgerRow = z.object({ phase: z.string(), commands: z.array(z.object({ offset: z.number() })) })

/** A topic that is read again and again, each time only what is new. */
export class Tail {
  readonly #context: VerbContext
  readonly #topic: Topic
  readonly #next: Map<number, number>

  constructor(context: VerbContext, topic: Topic) {
    this.#context = context
    this.#topic = topic
    this.#next = new Map(Array.from({ length: topic.partitions }, (_, partition) => [partition, 0]))
  }

  async read(take: (record: LogRecord) => Promise<void> | void): Promise<void> {
    for await (const record of readTopic(this.#context, this.#topic, { from: this.#next })) {
      this.#next.set(record.partition, record.offset + 1)
      await take(record)
    }
  }
}

/** What the deliver processes have written about the commands. */
export class Output {
  /** By delivery id, in their order. */
  readonly receipts = new Map<string, Receipt[]>()
  readonly deadLetters: string[] = []
  readonly #context: VerbContext
  readonly #destination: Destination
  readonly #receipts: Tail
  readonly #letters: Tail

  constructor(context: VerbContext, destination: Destination) {
    this.#context = context
    this.#destination = destination
    this.#receipts = new Tail(context, topology.receipts)
    this.#letters = new Tail(context, topology.deadLetters)
  }

  async read(): Promise<void> {
    await this.#receipts.read(async ({ value }) => {
      const receipt = Receipt.parse(await this.#valueOf(value))
      this.receipts.set(receipt.deliveryId, [...(this.receipts.get(receipt.deliveryId) ?? []), receipt])
    })
    await this.#letters.read(({ headers }) => {
      const [, reason] = headerOf(headers, 'signalbox_reason') ?? []
      this.deadLetters.push(String(reason))
    })
  }

  async #valueOf(frame: Buffer | null): Promise<unknown> {
    const record = await decoded(this.#context.codec, frame)
    if (typeof record === 'string') throw new Error(record)
    return record.value
  }

  /** The rows that are left in the ledger by their phase, and the calls of which a command is in doubt. */
  async ledger(): Promise<{ readonly rows: ReadonlyMap<string, number>; readonly callsInDoubt: number }> {
    const rows = new Map<string, string>()
    const callOf = new Map<string, string>()
    await new Tail(this.#context, this.#destination.sink.ledger).read(async ({ partition, key, value }) => {
      const name = `${partition}/${key?.toString() ?? ''}`
      const row = value && LedgerRow.parse(await this.#valueOf(value))
      if (row) rows.set(name, row.phase)
      else rows.delete(name)
      if (row?.phase === 'called')
        for (const { offset } of row.commands) callOf.set(`${partition}/command/${offset}`, name)
    })
    const stuck = [...rows].filter(([, phase]) => phase === 'inDoubt').map(([name]) => callOf.get(name) ?? name)
    const phases = new Map<string, number>()
    for (const phase of rows.values()) phases.set(phase, (phases.get(phase) ?? 0) + 1)
    return { rows: phases, callsInDoubt: new Set(stuck).size }
  }
}
