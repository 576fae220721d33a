import type { IncomingMessage } from 'node:http'
import { Unencodable } from '../../stream/define.ts'
import { countersOf } from './counters.ts'
import { encodingOf } from './decompress.ts'
import type { Answer, OpenEndpoint, Sender } from './endpoint.ts'
import { keepUnreadable } from './keep-unreadable.ts'
import type { Share } from './load.ts'
import { Refused, tooManyEvents, unavailable } from './problem.ts'
import { readBody } from './read-body.ts'
import { labelOf, type Receiver } from './receiver.ts'
import type { Rejected } from './item.ts'
import { publicationsOf, refusalsOf, sort, without, type Sorted } from './sort.ts'
import { TokenBucket } from './token-bucket.ts'
import { traceHeaders } from './trace.ts'
import { unpack } from './unpack.ts'

/** The path of one admitted request, from its headers to what it is answered once Kafka has it. Throws Refused for every other answer. */
export function intake(receiver: Receiver): (request: IncomingMessage, sender?: Sender) => Promise<Answer> {
  const take = taking(receiver)
  return async (request, sender) => {
    const share = receiver.load.share()
    try {
      return await take(request, sender, share)
    } finally {
      share.release()
    }
  }
}

function taking(
  receiver: Receiver,
): (request: IncomingMessage, sender: Sender | undefined, share: Share) => Promise<Answer> {
  const { endpoint, open, context, complaints } = receiver
  const { clock, metrics } = context
  const spend = spending(receiver)
  const countersFor = countersOf(metrics)
  return async (request, sender, share) => {
    const count = countersFor(labelOf(endpoint, sender))
    const { headers } = request
    spend(0, sender)
    encodingOf(headers, open.encodings)
    const bytes = await readBody(request, open.limits.maxBodyBytes, share.hold)
    count.bytes(bytes.length)
    const forged = open.verify?.(headers, bytes, clock.now())
    if (forged) throw new Refused(forged)
    share.enter()
    const around = { headers, allValues: () => request.headersDistinct }
    const unpacked = await unpack(open, bytes, around, share.hold).catch(keepUnreadable(receiver, bytes))
    const { length } = unpacked.items
    spend(length, sender)

    const trace = traceHeaders(headers['traceparent'], headers['tracestate'])
    const arrival = { now: clock.now(), trace, ...(sender && { sender: sender.name }) }
    const sorted = sort(open, unpacked, arrival, error =>
      complaints.warn(`ingress ${endpoint.source}: an event brought our code to fall`, error),
    )
    if (sorted.accepted.length === 0 && length > 0) refuseAll(open, sorted, () => count.events('rejected', length))
    // What the request was goes with it into the batches: while Kafka stores them, nothing here holds it.
    const sent = send(receiver, sorted)
    await store(receiver, sent).catch((error: unknown) => {
      count.events('unavailable', length)
      complaints.warn(`ingress ${endpoint.source}: Kafka did not acknowledge; senders are told to come again`, error)
      throw new Refused(unavailable, { cause: error })
    })
    const { accepted, rejected } = sent
    count.events('accepted', accepted)
    count.events('rejected', rejected.length)
    return open.answer({ accepted, rejected })
  }
}

/** Takes from the rate of whoever sends, or throws Refused. */
function spending({ endpoint, open, context, complaints }: Receiver): (items: number, sender?: Sender) => void {
  const buckets = new Map<string | undefined, TokenBucket>()
  return (items, sender) => {
    const rate = sender?.rate ?? open.limits.rate
    const name = sender?.name
    let bucket = buckets.get(name)
    if (!bucket) buckets.set(name, (bucket = new TokenBucket(rate, context.clock)))
    const wait = bucket.take(items)
    if (wait === 0) return
    complaints.warn(`ingress ${labelOf(endpoint, sender)}: more events came than its rate allows`)
    throw new Refused(tooManyEvents(rate, wait))
  }
}

/** What fell on a defect of ours is kept all the same: the sender could not put it right. */
function refuseAll({ noneUsable }: OpenEndpoint, { rejected }: Sorted, count: () => void): void {
  if (!noneUsable || rejected.some(({ word }) => word === 'not_understood')) return
  count()
  throw new Refused(noneUsable(rejected))
}

/** Items on their way to Kafka. */
interface Sent {
  readonly accepted: number
  readonly rejected: readonly Rejected[]
  readonly stored: Promise<void>
}

/** A record that does not fit its schema is a defect of ours: its item is rejected, and the others go on. */
function send({ endpoint, context, complaints }: Receiver, sorted: Sorted): Sent {
  let fit = sorted
  for (;;) {
    const publications = publicationsOf(fit)
    try {
      const stored = publications.length > 0 ? context.publish(publications) : Promise.resolve()
      return { accepted: fit.accepted.length, rejected: fit.rejected, stored }
    } catch (error) {
      if (!(error instanceof Unencodable)) throw error
      complaints.warn(`ingress ${endpoint.source}: a record does not fit its schema`, error)
      fit = without(fit, error.publication, error.message)
    }
  }
}

/**
 * Resolves when everything is acknowledged. The refusals come last: should they fail, the sender repeats the request,
 * and an event that comes again is known by its id, which a dead letter is not.
 */
async function store({ endpoint, context }: Receiver, { stored, rejected }: Sent): Promise<void> {
  await stored
  if (rejected.length > 0) await context.refuse(refusalsOf(endpoint, rejected))
}
