import { z } from 'zod'
import type { Finding, Outcome } from '../../stream/define.ts'
import { orInDoubt } from '../../transport/halt.ts'
import { outcomeOfRefusal } from '../../systems/workflow/outcome.ts'
import { deliveryVariable, type StartProcess } from './request.ts'
import type { WorkflowService } from '../../systems/workflow/workflow-service.ts'

const Started = z.object({ id: z.string() })
const Process = z.object({
  id: z.string(),
  businessKey: z.string().nullish(),
  variables: z.array(z.object({ name: z.string(), value: z.unknown() })).catch([]),
})
const Embedded = z.record(z.string(), z.array(Process))
const Page = z.object({
  _embedded: Embedded.catch({}),
  page: z.object({ totalElements: z.number() }),
})
const mostListed = 100

export async function startProcess(
  service: WorkflowService,
  work: StartProcess,
  signal: AbortSignal,
): Promise<Outcome> {
  const path = '/workflow/v1/process-instances'
  const reply = await service.ask({ method: 'POST', path, effect: 'item', json: work.json }, signal)
  if (reply.kind === 'ok') {
    const id = Started.safeParse(reply.json).data?.id
    return id === undefined
      ? { kind: 'inDoubt', reason: 'not_understood: which process was started' }
      : { kind: 'delivered', destinationId: id }
  }
  if (reply.status < 500) return outcomeOfRefusal(reply)
  // The service is done with the request: a process that is there was started by it.
  const found = await orInDoubt(findProcess(service, work, signal), reply.error)
  if (found.kind === 'applied')
    return {
      kind: 'delivered',
      destinationId: found.destinationId,
      note: 'already_there: although the start was refused',
    }
  return found.kind === 'unknown' ? { kind: 'inDoubt', reason: found.reason } : outcomeOfRefusal(reply)
}

/** The process of a delivery by its business key, among those that run and those that have ended. */
export async function findProcess(service: WorkflowService, work: StartProcess, signal: AbortSignal): Promise<Finding> {
  let isWhole = true
  for (const list of ['/workflow/v1/process-instances', '/workflow-history/v1/historic-process-instances']) {
    const query = new URLSearchParams({
      ...{ processDefinitionKey: work.definitionKey, businessKey: work.businessKey, includeProcessVariables: 'true' },
      ...{ sort: 'startTime', order: 'desc', offset: '0', count: String(mostListed) },
    })
    const answer = await service.demand({ method: 'GET', path: `${list}?${query.toString()}`, effect: 'none' }, signal)
    const page = Page.safeParse(answer).data
    const listed = Object.values(page?._embedded ?? {}).flat()
    const found = listed.find(process => isOf(work, process))
    if (found) return { kind: 'applied', destinationId: found.id }
    isWhole &&= page !== undefined && page.page.totalElements <= listed.length
  }
  if (isWhole) return { kind: 'notApplied' }
  return { kind: 'unknown', reason: 'not_found: not among the latest processes, and there are more', afterMs: null }
}

const isOf = ({ businessKey, delivery }: StartProcess, process: z.output<typeof Process>): boolean =>
  process.businessKey === businessKey &&
  (delivery === null || process.variables.some(({ name, value }) => name === deliveryVariable && value === delivery))
