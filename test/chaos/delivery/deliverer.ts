import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { leash, type Leashed } from '../../../src/stack/leash.ts'

export interface DelivererOptions {
  /** What follows `node`: signalbox start, or another program to see the harness red. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What the processes print is kept here, a file each. */
  readonly logs: string
}

const readyWithinMs = 60_000
const graceMs = 20_000

/** A process that delivers, known by its instance name over all its lives. */
export class Deliverer {
  readonly instance: string
  /** Lives that ended although nobody asked for it, and what they said last. */
  readonly deaths: string[] = []
  readonly #options: DelivererOptions
  readonly #log: string
  #process: Leashed | undefined
  #wanted = false

  constructor(options: DelivererOptions, instance: string) {
    this.#options = options
    this.#log = join(options.logs, `${instance}.log`)
    this.instance = instance
  }

  /** Resolves when it says `ready`. */
  async start(): Promise<void> {
    this.#wanted = true
    const end = performance.now() + readyWithinMs
    const isReady = await this.#launch()
    while (!isReady()) {
      if (performance.now() > end)
        throw new Error(`${this.instance} was not ready after ${readyWithinMs} ms: ${this.#log}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  /** kill -9; resolves once it is gone. */
  async kill(): Promise<void> {
    await this.#end(({ pid }) => process.kill(pid, 'SIGKILL'))
  }

  /** SIGTERM. Rejects when it does not end in order and in time. */
  async stop(): Promise<void> {
    const victim = this.#process
    await this.#end(({ stop }) => void stop(graceMs))
    const ending = await victim?.ended
    if (ending && ending.code !== 0) throw new Error(`${this.instance} was to stop in order and ${ending.words}`)
  }

  pause(): void {
    if (this.#process) process.kill(this.#process.pid, 'SIGSTOP')
  }

  resume(): void {
    if (this.#process) process.kill(this.#process.pid, 'SIGCONT')
  }

  async #end(how: (victim: Leashed) => void): Promise<void> {
    this.#wanted = false
    const victim = this.#process
    if (!victim) return
    how(victim)
    await victim.ended
    if (this.#process === victim) this.#process = undefined
  }

  async #launch(): Promise<() => boolean> {
    const { command, env } = this.#options
    let said = ''
    const output = (text: string) => {
      appendFileSync(this.#log, text)
      said = (said + text).slice(-4_000)
    }
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SIGNALBOX_')))
    const all = { ...own, ...env, SIGNALBOX_INSTANCE: this.instance }
    const child = await leash(process.execPath, command, { folder: process.cwd(), env: all, output })
    this.#process = child
    appendFileSync(this.#log, `--- process ${child.pid}\n`)
    void child.ended.then(({ words }) => this.#ended(child, words, () => said))
    return () => /^ready$/m.test(said)
  }

  /** One that dies by itself is started again, as an operator's supervisor would. */
  #ended(child: Leashed, words: string, said: () => string): void {
    appendFileSync(this.#log, `--- process ${child.pid} ${words}\n`)
    if (this.#process !== child || !this.#wanted) return
    this.deaths.push(`${this.instance} ${words} although nobody asked for it. It said last:\n${said().slice(-1_000)}`)
    this.#process = undefined
    setTimeout(() => {
      if (this.#wanted && !this.#process) void this.#launch()
    }, 1_000)
  }
}
