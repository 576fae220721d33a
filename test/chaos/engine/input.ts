import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { encode, Happening, Tier } from './records.ts'
import type { Plan } from './plan.ts'
import { topicNames } from './topics.ts'

const Tally = z.strictObject({ delivered: z.number(), failed: z.number() })

/** Confluent's client in a process of its own; what it is handed it produces, whatever happens to brokers. */
class Producer {
  readonly #child: ChildProcess
  readonly #tally: Promise<z.infer<typeof Tally>>
  #handed = 0

  constructor(python: string, brokers: string) {
    this.#child = spawn(python, [join(import.meta.dirname, 'python/produce.py'), '--brokers', brokers], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#tally = lastLine(this.#child).then(line => Tally.parse(JSON.parse(line)))
    this.#tally.catch(() => undefined)
  }

  async hand(topic: string, key: string, value: Buffer): Promise<void> {
    this.#handed++
    const line = { topic, key: Buffer.from(key).toString('base64'), value: value.toString('base64') }
    const { stdin } = this.#child
    if (stdin && !stdin.write(`${JSON.stringify(line)}\n`)) await once(stdin, 'drain')
  }

  /** Resolves once every record is acknowledged; rejects when one is not. */
  async finish(): Promise<void> {
    this.#child.stdin?.end()
    const { delivered, failed } = await this.#tally
    if (delivered !== this.#handed || failed > 0)
      throw new Error(`the producer delivered ${delivered} of ${this.#handed} records, ${failed} failed`)
  }
}

async function lastLine(child: ChildProcess): Promise<string> {
  let last = ''
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) last = line
  return last
}

export interface InputOptions {
  readonly python: string
  readonly brokers: string
  readonly prefix: string
}

/** Produces every row of the tiers and waits until they are acknowledged. */
export async function produceTiers(options: InputOptions, rows: readonly Tier[]): Promise<void> {
  const producer = new Producer(options.python, options.brokers)
  for (const row of rows) await producer.hand(options.prefix + topicNames.tiers, row.subject, encode(Tier, row))
  await producer.finish()
}

const stepMs = 50

/** A steady stream of happenings, until it is stopped. */
export class Input {
  /** Everything that was handed to the producer, in that order: what the pipeline must have processed in the end. */
  readonly sent: Happening[] = []
  readonly #plan: Plan
  readonly #rate: number
  readonly #topic: string
  readonly #producer: Producer
  readonly #running: Promise<void>
  #stopping = false

  constructor(options: InputOptions, plan: Plan, rate: number) {
    this.#plan = plan
    this.#rate = rate
    this.#topic = options.prefix + topicNames.happenings
    this.#producer = new Producer(options.python, options.brokers)
    this.#running = this.#run()
  }

  /** The number of the next happening: what has a number from here on was produced later than now. */
  get next(): number {
    return this.#plan.made
  }

  /** Ends the stream, repeats that were to come later included, and waits until all of it is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
    await this.#producer.finish()
  }

  async #run(): Promise<void> {
    const began = Date.now()
    const later: { happening: Happening; at: number }[] = []
    while (!this.#stopping || later.length > 0) {
      const now = Date.now()
      const due = later.filter(({ at }) => at <= now)
      for (const { happening } of due) await this.#send(happening)
      later.splice(0, later.length, ...later.filter(({ at }) => at > now))
      while (!this.#stopping && this.#plan.made < (this.#rate * (Date.now() - began)) / 1_000)
        for (const { happening, afterMs } of this.#plan.next(Date.now())) {
          if (afterMs === 0) await this.#send(happening)
          else later.push({ happening, at: now + afterMs })
        }
      await sleep(stepMs)
    }
  }

  async #send(happening: Happening): Promise<void> {
    this.sent.push(happening)
    await this.#producer.hand(this.#topic, happening.subject, encode(Happening, happening))
  }
}
