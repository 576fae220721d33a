import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { decidedIn, type Decided } from '../decisions.ts'
import type { ReadRecord } from '../reader.ts'
import { until } from '../until.ts'
import type { SandboxName, Sandboxes } from './sandboxes.ts'

const Effect = z.looseObject({
  seq: z.number(),
  kind: z.string(),
  subject: z.string().nullable(),
  id: z.string().nullable(),
})
/** One thing that took effect at a system; what else it says is on the page of the sandbox. */
export type Effect = z.output<typeof Effect>
const Page = z.object({ next: z.number().nullable(), effects: z.array(Effect) })

/** Which effects: of a kind, about a subject, or whatever is true of them. */
export interface Which {
  readonly kind?: string
  readonly subject?: string
  readonly where?: (effect: Effect) => boolean
}

export interface Watching {
  /** What took effect so far, in order. */
  readonly effects: (sandbox: SandboxName, which?: Which) => Promise<Effect[]>
  /** Waits for so many, then until nothing more came for a second; answers what there is then, so that one too many shows, and one where none belongs. */
  readonly settled: (sandbox: SandboxName, count: number, which?: Which) => Promise<Effect[]>
  /** The decisions so far that have these fields. */
  readonly decisions: (which?: Partial<Decided>) => Decided[]
  /** Waits for so many of them; answers those there are. */
  readonly decided: (which: Partial<Decided>, count?: number) => Promise<Decided[]>
  /** Waits for so many records of a topic, named without prefix, that are as wanted; answers those there are. */
  readonly records: (topic: string, wanted: (record: ReadRecord) => boolean, count?: number) => Promise<ReadRecord[]>
}

/** What comes is waited for so long: a busy machine is no failure. */
export const waitMs = 20_000

/** How things are watched; `calm` unless said. */
export interface Patience {
  readonly waitMs: number
  /** Sources repeat what was taken already: decisions on duplicates show only where they are asked for, and no more of them than that. */
  readonly sourcesRepeat: boolean
  /** Is told of everything that a test was shown, and of what it had asked. */
  readonly shown?: (sandbox: SandboxName, which: Which, effects: readonly Effect[]) => void
}
const calm: Patience = { waitMs, sourcesRepeat: false }
const duplicate = 'duplicate'

/** A topic from its beginning, as it grows. */
export type Follow = (topic: string) => readonly ReadRecord[]

export function watching({ control }: Sandboxes, follow: Follow, patience = calm): Watching {
  const { waitMs, sourcesRepeat, shown } = patience
  const asked = async (sandbox: SandboxName, { where = () => true, ...named }: Which = {}): Promise<Effect[]> => {
    const found: Effect[] = []
    for (let since: number | null = 0; since !== null;) {
      const query = new URLSearchParams({ since: String(since), limit: '10000', ...named })
      const page: z.output<typeof Page> = Page.parse(await control(sandbox, 'GET', `/effects?${query.toString()}`))
      found.push(...page.effects)
      since = page.next
    }
    return found.filter(where)
  }
  const effects = async (sandbox: SandboxName, which: Which = {}) => {
    const found = await asked(sandbox, which)
    shown?.(sandbox, which, found)
    return found
  }
  const decisions = (which: Partial<Decided> = {}) =>
    decidedIn(follow('decisions')).filter(
      one =>
        Object.entries(which).every(([name, value]) => new Map(Object.entries(one)).get(name) === value) &&
        !(sourcesRepeat && one.reason === duplicate && which.reason !== duplicate),
    )
  return {
    effects,
    decisions,
    settled: async (sandbox, count, which) => {
      const ask = () => effects(sandbox, which)
      for (let found = await until(ask, all => all.length >= count, waitMs); ;) {
        await sleep(1_000)
        const now = await ask()
        if (now.length === found.length) return now
        found = now
      }
    },
    decided: async (which, count = 1) => {
      const made = await until(
        () => Promise.resolve(decisions(which)),
        found => found.length >= count,
        waitMs,
      )
      return sourcesRepeat && which.reason === duplicate ? made.slice(0, count) : made
    },
    records: (topic, wanted, count = 1) =>
      until(
        () => Promise.resolve(follow(topic).filter(wanted)),
        found => found.length >= count,
        waitMs,
      ),
  }
}
