import { sharedFaults } from '../faults/index.ts'
import type { Call } from './call.ts'
import { Clock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import { Effects } from './effects.ts'
import { Injector } from './injector.ts'
import { Journal } from './journal.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { RateWindows } from './rate-windows.ts'
import type { Reply } from './reply.ts'
import type { SandboxKind, World } from './sandbox.ts'
import { merge } from './settings.ts'

/** What the frame's server and controls need of a sandbox; free of the type of its settings. */
export interface Hosted {
  readonly name: string
  readonly maxBodyBytes: number
  readonly clock: Clock
  readonly effects: Effects
  readonly journal: Journal
  readonly faults: Injector
  readonly world: World
  settings(): unknown
  changeSettings(change: JsonObject): unknown
  pass(call: Call): Promise<Outcome>
  reset(): void
}

/** What becomes of a call, and what the journal should know about it. */
export interface Outcome {
  readonly reply: Reply
  readonly applied: boolean
  /** Name of the injected fault that struck. */
  readonly fault?: string
}

/** One sandbox with everything the frame keeps for it. */
export class Host<Settings> implements Hosted {
  readonly name: string
  readonly maxBodyBytes: number
  readonly clock = new Clock()
  readonly effects = new Effects()
  readonly journal = new Journal()
  readonly windows = new RateWindows()
  readonly faults: Injector
  readonly world: World
  readonly #kind: SandboxKind<Settings>
  readonly #atStart: Settings
  #settings: Settings

  constructor(kind: SandboxKind<Settings>, credentials: Credentials, settings: JsonObject) {
    this.#kind = kind
    this.name = kind.name
    this.maxBodyBytes = kind.maxBodyBytes
    this.#atStart = this.#settings = kind.settings.parse(settings)
    this.faults = new Injector([...sharedFaults, ...(kind.faults ?? [])])
    const { clock, effects, faults, windows } = this
    this.world = kind.create({ credentials, clock, effects, faults, windows, settings: () => this.#settings })
  }

  settings(): Settings {
    return this.#settings
  }

  /** Throws a ZodError that names the wrong field, and changes nothing then. */
  changeSettings(change: JsonObject): Settings {
    const current: unknown = this.#settings
    this.#settings = this.#kind.settings.parse(merge(isJsonObject(current) ? current : {}, change))
    this.world.configured?.()
    return this.#settings
  }

  /**
   * The way of one call: the refusals that come before everything, injected faults that come first, the system itself,
   * injected faults that come after.
   */
  async pass(call: Call): Promise<Outcome> {
    const { world, faults } = this
    const refused = world.admit?.(call)
    if (refused) return { reply: { send: 'answer', answer: refused.answer }, applied: refused.applied }
    const struck = { call, rateLimited: (seconds: number) => world.rateLimited(call, seconds) }
    const first = faults.before(struck)
    if (first) return { reply: first.reply, applied: false, fault: first.name }
    const { answer, applied } = await world.answer(call)
    const last = faults.after(struck, answer)
    if (last) return { reply: last.reply, applied, fault: last.name }
    return { reply: { send: 'answer', answer }, applied }
  }

  /** Back to the state of a fresh start, the credentials kept. */
  reset(): void {
    this.#settings = this.#atStart
    this.clock.set(0)
    for (const part of [this.effects, this.journal, this.windows, this.faults]) part.clear()
    this.world.reset()
  }
}
