import type { CustomerEngagement } from '../schemas/customer-engagement.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { addTo, countWithin, isLate, sumWithin } from '../src/stream/define.ts'

type Score = CustomerEngagement['score']
type Settings = Pick<Flows['E6'], 'weights' | 'windowMs' | 'bucketMs'>

/** What counts: things done, and messages that nobody answered. */
export type Counted = keyof Flows['E6']['weights']

const windowOf = ({ windowMs, bucketMs }: Settings) => ({ sizeMs: windowMs, everyMs: bucketMs })

/** Whether its window is over: it counts no more. */
export const isTooLate = (score: Score, at: number, settings: Settings): boolean =>
  isLate(score, at, windowOf(settings))

/** The score with one thing more. */
export const withCounted = (score: Score, what: Counted, at: number, settings: Settings): Score =>
  addTo(score, at, settings.weights[what], windowOf(settings))

/** The score, and of how many things it is made: as of then, or as of the newest that is known, so that nobody is judged late by what was true once. */
export function standingOf(score: Score, at: number, windowMs: number): { score: number; events: number } {
  const asOf = Math.max(at, score.at(-1)?.start ?? at)
  return { score: sumWithin(score, asOf, windowMs), events: countWithin(score, asOf, windowMs) }
}
