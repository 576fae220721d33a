import type { Doubtful, Finding, LookUp, LookUpResult, RateReport } from '../../stream/define.ts'
import { haltOf } from '../../transport/halt.ts'
import { findCompleted } from './complete-task.ts'
import { workOf } from './request.ts'
import { findProcess } from './start-process.ts'
import type { WorkflowService } from '../../systems/workflow/workflow-service.ts'

/** The history may be written after the fact. */
const settleMs = 5_000
const askAgainMs = 10_000

/** Asks by task, and for processes by business key, what became of a call. */
export const lookUpAt = (service: WorkflowService, bounded: (signal: AbortSignal) => AbortSignal): LookUp => ({
  endpoint: 'look-up',
  settleMs,
  together: false,
  async ask(commands, signal): Promise<LookUpResult> {
    const findings: Finding[] = []
    let rate: RateReport | undefined
    const until = bounded(signal)
    for (const command of commands) {
      try {
        findings.push(await find(service, command, until))
      } catch (error) {
        const { outcome, rate: told } = haltOf(error)
        rate ??= told
        const reason = 'reason' in outcome ? outcome.reason : outcome.kind
        const asked = 'afterMs' in outcome ? outcome.afterMs : null
        findings.push({ kind: 'unknown', reason, afterMs: asked ?? askAgainMs })
      }
    }
    return { findings, ...(rate && { rate }) }
  },
})

async function find(service: WorkflowService, command: Doubtful, signal: AbortSignal): Promise<Finding> {
  const work = workOf(command)
  if ('refusal' in work || work.operation === 'claim-task')
    return { kind: 'unknown', reason: 'no_look_up: such a call is made again', afterMs: null }
  return work.operation === 'complete-task' ? findCompleted(service, work, signal) : findProcess(service, work, signal)
}
