import { enterStep } from './advance.ts'
import { subjectOf } from './engine.ts'
import type { Effect, Engine } from './engine.ts'
import type { Job } from './entities.ts'
import { badRequest, notFound, Refusal } from './refusal.ts'
import { plainVariables, setVariables } from './variables.ts'
import type { Variable } from './variables.ts'

/** The job, if the worker holds its lock. */
export function heldJob(engine: Engine, id: string, workerId: string): Job {
  const job = engine.jobs.find(id)
  if (!job) throw notFound(`Could not find external worker job with id '${id}'.`)
  if (job.lockOwner !== workerId) throw new Refusal(403, `${workerId} does not hold a lock on the requested job`)
  return job
}

export function completeJob(engine: Engine, job: Job, variables: readonly Variable[], nowMs: number): void {
  finish(engine, job, variables)
  engine.tell(effectOn(engine, 'job-completed', job, { variables: plainVariables(variables) }))
  enterStep(engine, job.process, job.step.next ?? 'end', nowMs)
}

export function throwError(
  engine: Engine,
  job: Job,
  code: string,
  variables: readonly Variable[],
  nowMs: number,
): void {
  const to = job.step.type === 'external' ? job.step.errors[code] : undefined
  if (to === undefined) throw badRequest(`No catching boundary event found for error with errorCode '${code}'.`)
  finish(engine, job, variables)
  engine.tell(effectOn(engine, 'job-error', job, { code }))
  enterStep(engine, job.process, to, nowMs)
}

/** Gives the job back with one try less, or with as many as are given; without any left nobody gets it again. */
export function failJob(
  engine: Engine,
  job: Job,
  message: string | null,
  retries: number | null,
  againMs: number,
): void {
  job.retries = retries ?? job.retries - 1
  job.exceptionMessage = message
  engine.jobs.release(job, againMs)
  engine.tell(effectOn(engine, 'job-failed', job, { retries: job.retries, message }))
}

function finish(engine: Engine, job: Job, variables: readonly Variable[]): void {
  setVariables(job.process.variables, variables)
  engine.jobs.remove(job)
}

function effectOn(engine: Engine, kind: string, { id, process, topic }: Job, detail: Record<string, unknown>): Effect {
  return { kind, subject: subjectOf(process), id, tenant: engine.tenant, process: process.id, topic, ...detail }
}
