import { z } from 'zod'
import type { Call } from './call.ts'
import { chances } from './chances.ts'
import type { Armed, FaultKind, OwnFault, Struck, When } from './fault.ts'
import type { Answer, Reply } from './reply.ts'

interface Active extends Armed {
  readonly id: number
  readonly chance: () => number
  struck: number
}

/** A fault that strikes, with what becomes of the call. */
export interface Strike {
  readonly name: string
  readonly reply: Reply
}

/** Holds the active faults. The oldest that fits a call strikes it, and one at most on each side of the work. */
export class Injector {
  readonly #kinds: ReadonlyMap<string, FaultKind>
  #active: Active[] = []
  #lastId = 0

  constructor(kinds: readonly FaultKind[]) {
    this.#kinds = new Map(kinds.map(kind => [kind.name, kind]))
  }

  /** Throws a ZodError that names the wrong field. */
  add(request: unknown) {
    const names = z.enum([...this.#kinds.keys()])
    const { fault: name } = z.looseObject({ fault: names }).parse(request)
    const armed = this.#kinds.get(name)?.arm(request)
    if (!armed) throw new Error(`no fault ${name}`)
    const active = { id: ++this.#lastId, ...armed, chance: chances(armed.fault.seed), struck: 0 }
    this.#active = [...this.#active, active]
    return shown(active)
  }

  list() {
    return this.#active.map(shown)
  }

  clear(): void {
    this.#active = []
  }

  /** How far a fault shifts the clock for this call. */
  skewMs(call: Call): number {
    if (this.#active.length === 0) return 0
    return this.#strike(call, active => active.skewMs?.())?.result ?? 0
  }

  before(struck: Struck): Strike | undefined {
    return this.#reply(struck, active => active.before?.(struck))
  }

  after(struck: Struck, answer: Answer): Strike | undefined {
    return this.#reply(struck, active => active.after?.(answer, struck))
  }

  /** The options of a fault that the system itself acts out, when one of that kind strikes this call. */
  take<Options>(kind: OwnFault<Options>, call: Call): Options | undefined {
    if (this.#active.length === 0) return undefined
    return this.#strike(call, ({ fault }) => (fault.fault === kind.name ? kind.read(fault) : undefined))?.result
  }

  #reply({ call }: Struck, replyOf: (active: Active) => Reply | undefined): Strike | undefined {
    if (this.#active.length === 0) return undefined
    const strike = this.#strike(call, replyOf)
    return strike && { name: strike.name, reply: strike.result }
  }

  #strike<T>(call: Call, resultOf: (active: Active) => T | undefined): { name: string; result: T } | undefined {
    for (const active of this.#active) {
      if (!fits(active.fault, call)) continue
      const result = resultOf(active)
      if (result === undefined || active.chance() >= active.fault.probability) continue
      active.struck += 1
      if (active.struck === active.fault.times) this.#active = this.#active.filter(other => other !== active)
      return { name: active.fault.fault, result }
    }
    return undefined
  }
}

function fits({ path, method, bodyHas }: When, call: Call): boolean {
  if (method !== undefined && method !== call.method) return false
  if (path !== undefined && !(path.endsWith('*') ? call.path.startsWith(path.slice(0, -1)) : call.path === path))
    return false
  return bodyHas === undefined || call.text.includes(bodyHas)
}

function shown({ id, fault, struck }: Active) {
  return { id, fault, struck }
}
