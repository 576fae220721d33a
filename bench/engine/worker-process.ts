import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from '../../test/until.ts'
import { Message, type Figures, type Status } from './messages.ts'

const program = join(import.meta.dirname, 'worker.ts')
const alive = new Set<ChildProcess>()
process.on('exit', () => alive.forEach(child => child.kill('SIGKILL')))

/** A worker, and what it has said since it was started. */
export class WorkerProcess {
  readonly statuses: Status[] = []
  readonly #spawnedAt = Date.now()
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #answers: ((figures: Figures) => void)[] = []

  constructor(options: Readonly<Record<string, string | number>>) {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    const child = (this.#child = fork(program, args, { execArgv: ['--import', 'tsx'] }))
    this.#ended = once(child, 'exit')
    alive.add(child)
    child.once('exit', () => alive.delete(child))
    child.on('message', message => {
      const said = Message.parse(message)
      if (said.kind === 'status') this.statuses.push(said)
      else this.#answers.shift()?.(said)
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }
  get tasks(): readonly number[] {
    return this.statuses.at(-1)?.tasks ?? []
  }

  /** How long it took from the start of the process until it asked to join the group, ms. */
  get startMs(): number {
    return (this.statuses.find(({ status }) => status === 'joining')?.at ?? NaN) - this.#spawnedAt
  }

  /** Resolves when it runs, with so many tasks. */
  async running(tasks: number, waitMs = 60_000): Promise<Status> {
    const found = () => {
      const last = this.statuses.at(-1)
      return last?.status === 'running' && last.tasks.length === tasks ? last : undefined
    }
    const reached = await until(
      () => Promise.resolve(this.#child.exitCode === null ? found() : null),
      answer => answer !== undefined,
      waitMs,
    )
    if (!reached) throw new Error(`a worker does not run with ${tasks} tasks: ${JSON.stringify(this.statuses.at(-1))}`)
    return reached
  }

  figures(): Promise<Figures> {
    return new Promise(resolve => {
      this.#answers.push(resolve)
      this.#child.send('figures')
    })
  }

  /** Resolves once it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#child.kill(signal)
    await this.#ended
  }
}
