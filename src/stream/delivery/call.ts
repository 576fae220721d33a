import type { PlannedCall } from '../define.ts'
import type { Entry } from './entry.ts'

/** A call that was decided on: it waits for its intent to be committed and for its turn, or is under way. */
export interface Call {
  readonly id: string
  readonly planned: PlannedCall
  readonly entries: readonly Entry[]
  readonly hasIntent: boolean
  /** When it was decided on: it begins then at the earliest. */
  readonly decidedAt: number
  /** decided: its intent is to be written. committing: its intent is being written. ready: it waits for its turn. made: it is under way. */
  state: 'decided' | 'committing' | 'ready' | 'made'
}
