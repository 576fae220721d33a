import type { SandboxName } from './sandboxes.ts'
import type { Effect, Watching, Which } from './watching.ts'

interface Asked {
  readonly sandbox: SandboxName
  readonly which: Which
  wasEmpty: boolean
}

/**
 * What tests were shown of the systems. A test looks for a second whether one too many comes; a call in doubt is settled later. So it is asked again at the end:
 * what is there where a test last saw nothing, and was shown to none, came too late for all of them; so did the second of what took effect twice.
 */
export class Shown {
  readonly #asked: Asked[] = []
  readonly #effects = new Set<string>()

  readonly add = (sandbox: SandboxName, which: Which, effects: readonly Effect[]): void => {
    const known = this.#asked.find(one => one.sandbox === sandbox && isSame(one.which, which))
    if (known) known.wasEmpty = effects.length === 0
    else this.#asked.push({ sandbox, which, wasEmpty: effects.length === 0 })
    for (const effect of effects) this.#effects.add(nameOf(sandbox, effect))
  }

  async late(effects: Watching['effects']): Promise<Effect[]> {
    const known = new Set(this.#effects)
    const late = new Map<string, Effect>()
    for (const { sandbox, which, wasEmpty } of [...this.#asked]) {
      const found = await effects(sandbox, which)
      const unseen = wasEmpty ? found.filter(effect => !known.has(nameOf(sandbox, effect))) : []
      for (const effect of [...unseen, ...repeated(found)]) late.set(nameOf(sandbox, effect), effect)
    }
    return [...late.values()]
  }
}

const nameOf = (sandbox: SandboxName, { seq }: Effect) => `${sandbox} ${seq}`
const isSame = (a: Which, b: Which) => a.kind === b.kind && a.subject === b.subject && a.where === b.where

/** An id tells equal effects from repeated ones; where there is none nothing is known. */
function repeated(effects: readonly Effect[]): Effect[] {
  const seen = new Set<string>()
  return effects.filter(({ kind, subject, id }) => {
    const name = JSON.stringify([kind, subject, id])
    const isRepeated = id !== null && seen.has(name)
    seen.add(name)
    return isRepeated
  })
}
