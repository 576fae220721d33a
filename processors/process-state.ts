import type { ProcessRun } from '../schemas/process-run.generated.ts'
import { XconnectorProcessStep } from '../schemas/xconnector-process-step.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { reading, type EventOf } from '../src/stream/define.ts'
import { named, without } from './by-name.ts'

export const processWord = reading(XconnectorProcessStep, [
  ...(['process', 'correlationId', 'phase', 'step', 'dueAt', 'message', 'customer', 'employees', 'roles'] as const),
  ...(['severity', 'title', 'text', 'recordId', 'recordVersion', 'link', 'expiresAt'] as const),
])
/** What xConnector says of a process or of one of its steps. */
export type ProcessWord = EventOf<typeof processWord>['value']
/** The steps of a process in their order, as the settings have them. */
export type Steps = Flows['X8']['processes'][string]['steps']

export const wordRefusals = ['process_over', 'step_known', 'newer_known'] as const

/** Why a word changes nothing. */
export function wordRefusal(
  run: ProcessRun | undefined,
  { phase, step, occurredAt }: ProcessWord,
): (typeof wordRefusals)[number] | undefined {
  if (!run) return undefined
  if (run.over) return 'process_over'
  if (step === null) return undefined
  const doneAt = named(run.done, step)
  const failedAt = named(run.failed, step)
  if (phase === 'step_completed' && doneAt !== undefined) return 'step_known'
  if (phase === 'step_completed' && occurredAt < (failedAt ?? 0)) return 'newer_known'
  if (phase === 'step_failed' && occurredAt <= (doneAt ?? failedAt ?? -1)) return 'newer_known'
  return undefined
}

/** The run after a word, in whatever order words come: it waits for the first step that was not done. */
export function runAfter(before: ProcessRun | undefined, word: ProcessWord, steps: Steps): ProcessRun {
  const done = stepsDone(before?.done ?? {}, word)
  const over = word.phase === 'completed' || word.phase === 'cancelled'
  const next = over ? undefined : steps.find(({ step }) => named(done, step) === undefined)
  const changedAt = Math.max(before?.changedAt ?? 0, word.occurredAt)
  return {
    process: word.process,
    correlationId: word.correlationId,
    customer: word.customer ?? before?.customer ?? null,
    eventId: word.eventId,
    recordId: word.recordId ?? before?.recordId ?? null,
    recordVersion: word.recordVersion ?? before?.recordVersion ?? null,
    done,
    failed: stepsFailed(before?.failed ?? {}, word),
    waitsFor: next?.step ?? null,
    dueAt: next ? dueAtOf(before, word, next, changedAt) : null,
    over,
    changedAt,
  }
}

/** A step that fails after it was done is to be done again. */
function stepsDone(done: ProcessRun['done'], { phase, step, occurredAt }: ProcessWord): ProcessRun['done'] {
  if (step !== null && phase === 'step_completed') return { ...done, [step]: occurredAt }
  return step !== null && phase === 'step_failed' ? without(done, step) : done
}

function stepsFailed(failed: ProcessRun['failed'], { phase, step, occurredAt }: ProcessWord): ProcessRun['failed'] {
  if (step !== null && phase === 'step_failed') return { ...failed, [step]: occurredAt }
  return step !== null && phase === 'step_completed' ? without(failed, step) : failed
}

/** Until when the next step must be done. A word on another step does not move that, unless its absence was told already. */
function dueAtOf(
  before: ProcessRun | undefined,
  { step, dueAt }: ProcessWord,
  next: Steps[number],
  changedAt: number,
): number {
  const isWaited = before?.waitsFor === next.step
  if (isWaited && before.dueAt !== null) return step === next.step && dueAt !== null ? dueAt : before.dueAt
  return dueAt ?? changedAt + next.withinMs
}
