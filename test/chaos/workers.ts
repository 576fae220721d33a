import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { leash, type Leashed } from '../../src/stack/leash.ts'

export interface WorkerOptions {
  /** What follows `node`: the program, or another one to see the harness red, and its arguments. */
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** What workers print is kept here, a file each. */
  readonly logs: string
}

const readyWithinMs = 60_000
const graceMs = 20_000
const linesShown = 40
const lineShown = 400

/** A process that is harmed, known by its instance name over all its lives. */
export class Worker {
  readonly instance: string
  /** Lives that ended although nobody asked for it, and what they said last. */
  readonly deaths: string[] = []
  readonly #options: WorkerOptions
  readonly #log: string
  #process: Leashed | undefined
  #ready: (() => void) | undefined
  #wanted = false

  constructor(options: WorkerOptions, instance: string) {
    this.#options = options
    this.#log = join(options.logs, `${instance}.log`)
    this.instance = instance
  }

  /** Resolves when it says `ready`; a worker that dies by itself is started again, as an operator's supervisor would. */
  async start(): Promise<void> {
    this.#wanted = true
    const ready = new Promise<void>(resolve => (this.#ready = resolve))
    await this.#launch()
    await inTime(ready, `process ${this.instance} was not ready after ${readyWithinMs} ms: see ${this.#log}`)
  }

  /** kill -9; resolves once it is gone. */
  async kill(): Promise<void> {
    await this.#end(victim => process.kill(victim.pid, 'SIGKILL'))
  }

  /** An orderly stop by SIGTERM. Rejects when it does not end by itself in time. */
  async stop(): Promise<void> {
    const victim = this.#process
    await this.#end(({ stop }) => void stop(graceMs))
    const ending = await victim?.ended
    if (ending && ending.code !== 0) throw new Error(`worker ${this.instance} was to stop in order and ${ending.words}`)
  }

  /** What it printed last, over all its lives, without what the Kafka client says: CI keeps no files. */
  lastLines(): string[] {
    if (!existsSync(this.#log)) return []
    const lines = readFileSync(this.#log, 'utf8').trimEnd().split('\n')
    const own = lines.filter(line => !line.includes('"from":"kafkajs"'))
    return own.slice(-linesShown).map(line => line.slice(0, lineShown))
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

  async #launch(): Promise<void> {
    const { command, env } = this.#options
    let said = ''
    const output = (text: string) => {
      appendFileSync(this.#log, text)
      said = (said + text).slice(-4_000)
      if (/^ready$/m.test(said)) this.#ready?.()
    }
    const child = await leash(process.execPath, command, { folder: process.cwd(), env, output })
    this.#process = child
    appendFileSync(this.#log, `--- process ${child.pid}\n`)
    void child.ended.then(({ words }) => this.#ended(child, words, said))
  }

  #ended(child: Leashed, words: string, said: string): void {
    appendFileSync(this.#log, `--- process ${child.pid} ${words}\n`)
    if (this.#process !== child || !this.#wanted) return
    this.deaths.push(
      `process ${this.instance} ${words} although nobody asked for it. It said last:\n${said.slice(-1_000)}`,
    )
    this.#process = undefined
    setTimeout(() => {
      if (this.#wanted && !this.#process) void this.#launch()
    }, 1_000)
  }
}

async function inTime(done: Promise<void>, words: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), readyWithinMs)
  })
  await Promise.race([done, late]).finally(() => clearTimeout(timer))
}
