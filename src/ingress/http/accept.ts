import type { FastifyRequest } from 'fastify'
import type { IngressContext } from '../../stream/define.ts'
import { eventsOf, largestEvent, refusalsOf, sort } from './batch.ts'
import type { Rejected } from './batch.ts'
import type { Complaints } from '../frame/complaints.ts'
import { decodeJson } from '../frame/json.ts'
import { modeOf } from './media-type.ts'
import type { Mode } from './media-type.ts'
import * as problem from '../frame/problem.ts'
import { Refused } from '../frame/problem.ts'
import { readBody } from '../frame/read-body.ts'
import { TokenBucket } from '../frame/token-bucket.ts'
import { traceHeaders } from '../frame/trace.ts'

/**
 * The path of one request, from its headers to the body of its 202. Throws Refused for every other answer.
 * Its token was checked before.
 */
export function acceptor(
  context: IngressContext,
  complaints: Complaints,
): (request: FastifyRequest) => Promise<string> {
  const { settings, clock, metrics } = context
  const bucket = new TokenBucket(settings.httpRate, clock)
  const spend = (events: number) => {
    const wait = bucket.take(events)
    if (wait === 0) return
    complaints.warn('HTTP ingress: more events came than SIGNALBOX_HTTP_RATE allows')
    throw new Refused(problem.tooManyEvents(settings.httpRate, wait))
  }
  const count = (result: string, events: number) => metrics.ingressEvents.inc({ adapter: 'http', result }, events)

  return async request => {
    const mode = modeOfRequest(request)
    spend(0)
    const bytes = await readBody(request.raw, settings.httpMaxBodyBytes)
    const body = decodeJson(bytes)
    if (!body.ok) throw new Refused(problem.unreadable(body.word, body.detail))
    const events = eventsOf(mode, body, mode === 'binary' ? request.raw.headersDistinct : {})
    if (events === null) throw new Refused(problem.notABatch)
    if (events.length > settings.httpMaxBatch)
      throw new Refused(problem.batchTooLarge(settings.httpMaxBatch, events.length))
    if (bytes.length > maxEventBytes) boundEvents(mode, body.text)
    spend(events.length)

    const { traceparent, tracestate } = request.headers
    const sorted = sort(events, { now: clock.now(), trace: traceHeaders(traceparent, tracestate) })
    if (sorted.publications.length === 0 && events.length > 0) {
      count('rejected', events.length)
      throw new Refused(problem.invalidEvents(sorted.rejected, mode === 'batch'))
    }
    try {
      await store(context, sorted, body.text)
    } catch (error) {
      count('unavailable', events.length)
      complaints.warn('HTTP ingress: Kafka did not acknowledge; senders are told to come again', error)
      throw new Refused(problem.unavailable, { cause: error })
    }
    count('accepted', sorted.publications.length)
    count('rejected', sorted.rejected.length)
    return acceptedJson(sorted)
  }
}

/** Kafka takes records of a million bytes. A larger event could be neither published nor kept among the dead letters, however often it came. */
const maxEventBytes = 900_000

function boundEvents(mode: Mode, text: string): void {
  const size = largestEvent(mode, text)
  if (size > maxEventBytes) throw new Refused(problem.eventTooLarge(maxEventBytes, size))
}

function modeOfRequest({ headers }: FastifyRequest): Mode {
  const isBinary = 'ce-specversion' in headers || 'ce-type' in headers || 'ce-id' in headers || 'ce-source' in headers
  const mode = modeOf(headers['content-type'] ?? '', headers['content-encoding'], isBinary)
  if (mode === null) throw new Refused(problem.unsupportedMediaType(headers['content-type'] ?? ''))
  return mode
}

type Sorted = ReturnType<typeof sort>

/**
 * Resolves when everything is acknowledged. The refusals come last: should they fail, the sender repeats the request,
 * and an event that comes again is known by its id, which a dead letter is not.
 */
async function store(context: IngressContext, { publications, rejected }: Sorted, batchText: string): Promise<void> {
  if (publications.length > 0) await context.publish(publications)
  if (rejected.length > 0) await context.refuse(refusalsOf(rejected, batchText))
}

const acceptedJson = ({ publications, rejected }: Sorted): string =>
  JSON.stringify({
    accepted: publications.length,
    ...(rejected.length === 0 ? {} : { rejected: rejected.map(rejectedItem) }),
  })

const rejectedItem = ({ index, id, faults }: Rejected) => ({ index, ...(id === null ? {} : { id }), errors: faults })
