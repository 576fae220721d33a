import { setTimeout as sleep } from 'node:timers/promises'
import { partitionOf, Publisher, type Placed } from '../../../src/kafka/index.ts'
import type { VerbContext } from '../../../src/ops/verb-context.ts'
import type { Destination } from './destination.ts'
import { subjectName, type Planned } from './plan.ts'

const stepMs = 50
const mostAtOnce = 2_000

/** Writes the commands straight into their topic, at the pace of the rounds: the last are written when the last round ends. */
export class Input {
  written = 0
  readonly #context: VerbContext
  readonly #destination: Destination
  readonly #plan: readonly Planned[]
  readonly #publisher: Publisher
  readonly #running: Promise<void>
  #goal = 0
  #perStep = 0
  #isOver = false

  constructor(context: VerbContext, destination: Destination, plan: readonly Planned[]) {
    this.#context = context
    this.#destination = destination
    this.#plan = plan
    this.#publisher = new Publisher(context.cluster, 30_000, context.kafka.log, () => undefined)
    this.#running = this.#run()
    this.#running.catch(() => undefined)
  }

  /** From now on up to this part of all commands, 0 to 1, spread evenly over so many ms. */
  pace(part: number, overMs: number): void {
    this.#goal = Math.min(this.#plan.length, Math.ceil(this.#plan.length * part))
    this.#perStep = Math.max(1, Math.ceil(((this.#goal - this.written) * stepMs) / Math.max(stepMs, overMs)))
  }

  /** One command more than is written, ahead of the pace where it must be. False where none is left. */
  nudge(): boolean {
    this.#goal = Math.min(this.#plan.length, Math.max(this.#goal, this.written + 1))
    return this.written < this.#plan.length
  }

  /** Writes what is left, at once. */
  async finish(): Promise<void> {
    this.pace(1, 0)
    this.#isOver = true
    await this.#running
    await this.#publisher.drain()
  }

  async #run(): Promise<void> {
    while (!this.#isOver || this.written < this.#plan.length) {
      const end = Math.min(this.#goal, this.written + Math.min(this.#perStep, mostAtOnce))
      if (end > this.written) await this.#write(end)
      else await sleep(stepMs)
      if (!this.#isOver) await sleep(stepMs)
    }
  }

  async #write(end: number): Promise<void> {
    const { sink, command } = this.#destination
    const { codec, nameOf } = this.#context
    const topic = nameOf(sink.commands)
    const placed = this.#plan.slice(this.written, end).map((planned, at): Placed => {
      const { schema, value } = command(planned, this.written + at)
      const key = Buffer.from(subjectName(planned.subject))
      const record = { key, value: codec.encode(schema, value), headers: [], timestamp: Date.now() }
      return { topic, partition: partitionOf(key, sink.commands.partitions), record }
    })
    await this.#publisher.publish(placed)
    this.written = end
  }
}
