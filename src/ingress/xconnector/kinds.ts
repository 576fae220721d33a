import type { Kind } from './kind.ts'
import { task } from './kinds/task-changed.ts'
import { changed } from './kinds/record-changed.ts'
import { wentWrong } from './kinds/fault.ts'
import { customer, customerTypes } from './kinds/customer-event.ts'
import { alert, alertTypes } from './kinds/audience-alert.ts'
import { step } from './kinds/process-step.ts'
import { response } from './kinds/acknowledgement.ts'

const named = <P extends string>(prefix: string, phases: readonly P[], of: (phase: P) => Kind) =>
  phases.map(phase => [`xconnector.${prefix}.${phase}`, of(phase)] as const)

/** Types that are known by their whole name. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ...named('approval', ['pending', 'assigned', 'nearing', 'overdue', 'completed', 'cancelled'], phase =>
    task('approval', phase),
  ),
  ...named('task', ['pending', 'assigned', 'nearing', 'overdue', 'completed', 'cancelled'], phase =>
    task('task', phase),
  ),
  ...named('sla', ['nearing', 'breached', 'completed', 'cancelled'], phase => task('sla', phase)),
  ...named('record', ['changed'], () => changed),
  ...named('fault', ['call_failed', 'sync_failed', 'field_missing', 'validation_failed', 'job_failed'], wentWrong),
  ...named('process', ['started', 'step_started', 'step_completed', 'step_failed', 'completed', 'cancelled'], step),
  ...named('response', ['received', 'applied', 'rejected'], response),
])

/** Types that are known by how they begin: what follows says what happened, and xConnector may say anything. */
export const open: ReadonlyMap<string, Kind> = new Map([
  [customerTypes, customer],
  [alertTypes, alert],
])
