import type { Polled } from '../../../stream/define.ts'

/** Goes on from step to step; each yields what it has found, and goes on when that is committed. */
export type Steps<T = void> = AsyncGenerator<Polled, T, undefined>
