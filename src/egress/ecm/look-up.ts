import type { Doubtful, Finding, LookUp, LookUpResult, RateReport } from '../../stream/define.ts'
import type { ContentServer } from '../../systems/ecm/content-server.ts'
import { haltOf, type Halt } from '../../transport/halt.ts'
import { childNamed, nodeAt } from './locate.ts'
import { workOf, type CreateTask, type UploadDocument } from './request.ts'
import { versionsOf } from './upload-document.ts'

/** A call that was cut off may still be under way inside Content Server. */
const settleMs = 2_000
const askAgainMs = 10_000

/** Asks by name, and for documents by the marks of their versions, what became of tasks and documents. */
export const lookUpAt = (server: ContentServer, bounded: (signal: AbortSignal) => AbortSignal): LookUp => ({
  endpoint: 'look-up',
  settleMs,
  together: false,
  async ask(commands, signal): Promise<LookUpResult> {
    const findings: Finding[] = []
    let rate: RateReport | undefined
    const until = bounded(signal)
    for (const command of commands) {
      const found = await find(server, command, until)
      findings.push(found.finding)
      rate ??= found.rate
    }
    return { findings, ...(rate && { rate }) }
  },
})

async function find(
  server: ContentServer,
  command: Doubtful,
  signal: AbortSignal,
): Promise<{ readonly finding: Finding; readonly rate?: RateReport | undefined }> {
  const work = workOf(command)
  if ('refusal' in work || work.operation === 'set-category' || work.operation === 'upsert-workspaces')
    return { finding: { kind: 'unknown', reason: 'no_look_up: such a call is made again', afterMs: null } }
  try {
    return { finding: await findItem(server, work, signal) }
  } catch (error) {
    const halt = haltOf(error)
    return { finding: findingOf(halt), rate: halt.rate }
  }
}

async function findItem(
  server: ContentServer,
  work: CreateTask | UploadDocument,
  signal: AbortSignal,
): Promise<Finding> {
  const parent = await nodeAt(server, work.place, signal)
  const id = await childNamed(server, parent, work.name, signal)
  if (id === undefined) return { kind: 'notApplied' }
  if (work.operation === 'create-task') return { kind: 'applied', destinationId: String(id) }
  const versions = await versionsOf(server, id, signal)
  const own = versions.find(({ mark }) => mark?.delivery === work.mark.delivery)
  return own ? { kind: 'applied', destinationId: `${id}/${own.number}` } : { kind: 'notApplied' }
}

/** Where the place is not there, nothing was put into it: the next attempt says so. */
function findingOf({ outcome }: Halt): Finding {
  if (outcome.kind === 'rejected') return { kind: 'notApplied' }
  const reason = 'reason' in outcome ? outcome.reason : outcome.kind
  const asked = 'afterMs' in outcome ? outcome.afterMs : null
  return { kind: 'unknown', reason, afterMs: asked ?? askAgainMs }
}
