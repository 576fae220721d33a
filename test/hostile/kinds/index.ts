import type { Attempt, Kind, Making } from '../attempt.ts'
import type { Target } from '../target.ts'
import type { Random } from '../../chaos/engine/random.ts'
import { bodies } from './bodies.ts'
import { compression } from './compression.ts'
import { credentials } from './credentials.ts'
import { framing } from './framing.ts'
import { slow } from './slow.ts'

export const kinds: readonly Kind[] = [...bodies, ...compression, ...credentials, ...framing, ...slow]
const deck = kinds.flatMap(kind => Array.from({ length: kind.weight }, () => kind))
const [firstKind] = kinds

/** Hostile requests without an end, to all targets; every kind comes once before chance decides. */
export function* hostileRequests(random: Random, targets: readonly [Target, ...Target[]]): Generator<Attempt> {
  const made = (kind: Kind, making: Making) => ({ kind: kind.name, path: making.target.path, ...kind.make(making) })
  for (const target of targets) for (const kind of kinds) yield made(kind, { random, target })
  for (;;) {
    const kind = deck[random.whole(deck.length)] ?? firstKind
    if (kind) yield made(kind, { random, target: random.pick(targets) })
  }
}
