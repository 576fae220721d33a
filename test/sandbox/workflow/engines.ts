import type { Clock } from '../frame/clock.ts'
import { newEngine } from './engine/engine.ts'
import type { Effect, Engine, Numbers } from './engine/engine.ts'
import { addProcesses, addTasks } from './engine/populate.ts'
import type { ProcessSeries, Settings, TaskSeries } from './settings.ts'

/** One engine a tenant, with what the settings say exists at the start. */
export class Engines {
  readonly #settings: () => Settings
  readonly #tell: (effect: Effect) => void
  readonly #clock: Clock
  #engines = new Map<string, Engine>()
  #numbers: Numbers = { task: 0, process: 0, job: 0, comment: 0 }

  constructor(settings: () => Settings, tell: (effect: Effect) => void, clock: Clock) {
    this.#settings = settings
    this.#tell = tell
    this.#clock = clock
    this.restart()
  }

  get all(): Iterable<Engine> {
    return this.#engines.values()
  }

  of(tenant: string): Engine | undefined {
    return this.#engines.get(tenant)
  }

  addProcesses(series: ProcessSeries): void {
    addProcesses(this.#engineFor(series.tenant), series, this.#clock.now())
  }

  addTasks(series: TaskSeries): void {
    addTasks(this.#engineFor(series.tenant), series, this.#clock.now())
  }

  /** Makes engines for tenants that have come by a change of the settings. */
  addMissing(): void {
    for (const tenant of Object.keys(this.#settings().tenants)) {
      if (!this.#engines.has(tenant))
        this.#engines.set(tenant, newEngine(tenant, this.#settings, this.#numbers, this.#tell))
    }
  }

  /** Everything anew, as the settings say. */
  restart(): void {
    this.#engines = new Map()
    this.#numbers = { task: 0, process: 0, job: 0, comment: 0 }
    this.addMissing()
    const { processInstances, tasks } = this.#settings()
    for (const series of processInstances) this.addProcesses(series)
    for (const series of tasks) this.addTasks(series)
  }

  #engineFor(tenant: string | undefined): Engine {
    const [first] = this.#engines.values()
    const engine = tenant === undefined ? first : this.#engines.get(tenant)
    if (!engine) throw new Error(`no tenant ${String(tenant)}`)
    return engine
  }
}
