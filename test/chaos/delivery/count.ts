import type { Applied } from './destination.ts'
import { nameOf } from './plan.ts'

/** What was written, what took effect at the receiver in its order, and what the receipts say. */
export interface Counted {
  readonly commands: readonly Applied[]
  readonly effects: readonly Applied[]
  /** The outcomes of each command, in their order, by its name. */
  readonly receipts: ReadonlyMap<string, readonly string[]>
}

/** Each with the names of the commands that it is true of. */
export interface Findings {
  /** Without an effect. */
  readonly lost: readonly string[]
  /** With more than one. */
  readonly doubled: readonly string[]
  /** That took effect after a later one of their subject. */
  readonly outOfOrder: readonly string[]
  /** The newest that set something, where an older one has the last word. */
  readonly stale: readonly string[]
  /** Effects of nothing that was written. */
  readonly strangers: readonly string[]
  readonly noReceipt: readonly string[]
  readonly severalReceipts: readonly string[]
  readonly inDoubt: readonly string[]
  /** Whose receipt says neither that it was delivered nor that it is in doubt. */
  readonly rejected: readonly string[]
}

export function findingsOf({ commands, effects, receipts }: Counted): Findings {
  const times = new Map<string, number>()
  for (const effect of effects) times.set(nameOf(effect), (times.get(nameOf(effect)) ?? 0) + 1)
  const names = commands.map(nameOf)
  const known = new Set(names)
  const last = (name: string): string | undefined => receipts.get(name)?.at(-1)
  return {
    lost: commands
      .filter(({ kind }) => kind === 'once')
      .map(nameOf)
      .filter(name => !times.has(name)),
    doubled: commands
      .filter(({ kind }) => kind === 'once')
      .map(nameOf)
      .filter(name => (times.get(name) ?? 0) > 1),
    outOfOrder: disordered(effects),
    stale: stale(commands, effects),
    strangers: [...times.keys()].filter(name => !known.has(name)),
    noReceipt: names.filter(name => last(name) === undefined),
    severalReceipts: names.filter(name => (receipts.get(name)?.length ?? 0) > 1),
    inDoubt: names.filter(name => last(name) === 'inDoubt'),
    rejected: names.filter(name => !['delivered', 'inDoubt', undefined].includes(last(name))),
  }
}

const laneOf = ({ subject, slot }: Applied): string => `${subject}/${slot}`

/** A repeat of what took effect once is doubled, and not out of order as well. */
function disordered(effects: readonly Applied[]): string[] {
  const newest = new Map<string, number>()
  const seen = new Set<string>()
  const wrong = new Set<string>()
  for (const effect of effects) {
    const [lane, name] = [laneOf(effect), nameOf(effect)]
    const before = newest.get(lane) ?? -1
    if (effect.number < before && !(effect.kind === 'once' && seen.has(name))) wrong.add(name)
    seen.add(name)
    newest.set(lane, Math.max(before, effect.number))
  }
  return [...wrong]
}

function stale(commands: readonly Applied[], effects: readonly Applied[]): string[] {
  const states = (list: readonly Applied[]) => list.filter(({ kind }) => kind === 'state')
  const last = new Map(states(effects).map(effect => [laneOf(effect), effect.number]))
  const newest = new Map<string, Applied>()
  for (const command of states(commands))
    if (command.number >= (newest.get(laneOf(command))?.number ?? -1)) newest.set(laneOf(command), command)
  return [...newest]
    .filter(([lane, command]) => last.get(lane) !== command.number)
    .map(([, command]) => nameOf(command))
}
