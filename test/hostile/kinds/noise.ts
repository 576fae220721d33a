import type { Random } from '../../chaos/engine/random.ts'

/** So many bytes of nothing. */
export const randomOf = (random: Random, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => random.whole(256)))
