import type { Answer, Reply } from '../http/reply.ts'
import { faultSchema, replyAfter, replyInstead } from './faults.ts'
import type { Fault, RateLimit } from './faults.ts'

interface Active {
  readonly id: number
  readonly fault: Fault
  struck: number
}

/** A fault that strikes, with what becomes of the call. */
export interface Strike {
  readonly name: Fault['fault']
  readonly reply: Reply
}

/** Holds the active faults. The oldest that fits a call strikes it, and one at most on each side of the work. */
export class Injector {
  #active: Active[] = []
  #lastId = 0

  /** Throws a ZodError that names the wrong field. */
  add(request: unknown): Active {
    const active = { id: ++this.#lastId, fault: faultSchema.parse(request), struck: 0 }
    this.#active.push(active)
    return active
  }

  list(): readonly Active[] {
    return this.#active
  }

  clear(): void {
    this.#active = []
  }

  instead(path: string, rateLimit: RateLimit): Strike | undefined {
    return this.#strike(path, fault => replyInstead(fault, rateLimit))
  }

  after(path: string, answer: Answer): Strike | undefined {
    return this.#strike(path, fault => replyAfter(fault, answer))
  }

  #strike(path: string, replyOf: (fault: Fault) => Reply | undefined): Strike | undefined {
    for (const active of this.#active) {
      const { fault } = active
      if (fault.path !== undefined && fault.path !== path) continue
      const reply = replyOf(fault)
      if (!reply || Math.random() >= fault.probability) continue
      active.struck += 1
      if (active.struck === fault.times) this.#active = this.#active.filter(other => other !== active)
      return { name: fault.fault, reply }
    }
    return undefined
  }
}
