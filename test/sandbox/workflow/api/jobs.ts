import { z } from 'zod'
import { badRequest } from '../engine/refusal.ts'
import { parseDuration } from '../engine/time.ts'
import { readVariables } from '../engine/variables.ts'
import { completeJob, failJob, heldJob, throwError } from '../engine/work-jobs.ts'
import type { Job } from '../engine/entities.ts'
import { either, equals, listPage } from './listing.ts'
import type { Listing } from './listing.ts'
import { noContent, objectBody, ok } from './route.ts'
import type { Request, Route } from './route.ts'
import { showJob } from './views.ts'

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 duration' })
  return z.NEVER
})
const workerId = z.string().min(1)
const acquireSchema = z.object({
  topic: z.string().min(1),
  workerId,
  lockDuration: duration,
  count: z.int().min(1).optional(),
  /** Flowable's name of it. */
  numberOfTasks: z.int().min(1).optional(),
})
const heldSchema = z.object({ workerId, variables: z.unknown().optional(), errorCode: z.string().min(1).optional() })
const failedSchema = z.object({
  workerId,
  errorMessage: z.string().nullable().default(null),
  retries: z.int().min(0).nullable().default(null),
  retryTimeout: duration.optional(),
})

function read<T>(schema: z.ZodType<T>, { call }: Request): T {
  const { data, error } = schema.safeParse(objectBody(call))
  if (error) throw badRequest(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  return data
}

const jobListing: Listing<Job> = {
  name: 'external-jobs',
  filters: {
    topic: equals(job => job.topic),
    processInstanceId: equals(job => job.process.id),
    elementId: equals(job => job.step.id),
    locked: either(job => job.lockOwner !== null),
    withException: either(job => job.exceptionMessage !== null),
  },
  sorts: new Map<string, (job: Job) => string | number | null>([
    ['id', job => job.seq],
    ['retries', job => job.retries],
  ]),
  show: showJob,
}

/** What external workers do: lock jobs of a topic, then end each of them one way or another. */
export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'external-jobs',
    handle: ({ engine, call }) => ok(listPage(call, engine.jobs.all, jobListing)),
  },
  {
    method: 'POST',
    path: 'external-jobs',
    handle(request) {
      const { topic, workerId: owner, lockDuration, count, numberOfTasks } = read(acquireSchema, request)
      const { engine, nowMs } = request
      const jobs = engine.jobs.acquire(topic, owner, nowMs + lockDuration, count ?? numberOfTasks ?? 1)
      return ok({ content: jobs.map(showJob) })
    },
  },
  {
    method: 'POST',
    path: 'external-jobs/*/complete',
    handle(request) {
      const { engine, nowMs, parts } = request
      const { workerId: owner, variables } = read(heldSchema, request)
      const given = readVariables(variables)
      completeJob(engine, heldJob(engine, parts[0] ?? '', owner), given, nowMs)
      return noContent
    },
  },
  {
    method: 'POST',
    path: 'external-jobs/*/fail',
    handle(request) {
      const { engine, nowMs, parts } = request
      const { workerId: owner, errorMessage, retries, retryTimeout = 0 } = read(failedSchema, request)
      failJob(engine, heldJob(engine, parts[0] ?? '', owner), errorMessage, retries, nowMs + retryTimeout)
      return noContent
    },
  },
  {
    method: 'POST',
    path: 'external-jobs/*/bpmnError',
    handle(request) {
      const { engine, nowMs, parts } = request
      const { workerId: owner, variables, errorCode } = read(heldSchema, request)
      if (errorCode === undefined) throw badRequest('errorCode is required.')
      const given = readVariables(variables)
      throwError(engine, heldJob(engine, parts[0] ?? '', owner), errorCode, given, nowMs)
      return noContent
    },
  },
]
