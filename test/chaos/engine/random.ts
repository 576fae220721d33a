/** Randomness that a seed repeats: a run that found something can be run again with the same plan. */
export interface Random {
  /** From 0 to below `below`, whole. */
  whole(below: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[]
}

/** Mulberry32. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (below: number) => Math.floor(next() * below)
  return {
    whole,
    chance: probability => next() < probability,
    pick: items => items[whole(items.length)] ?? items[0],
    shuffled: items =>
      items
        .map(item => ({ item, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
  }
}
