import { field } from '../../field.ts'
import type { ReadRecord } from '../../reader.ts'
import type { AppliedObject } from '../../sandbox-process.ts'
import type { Sent } from './load.ts'

/** What was counted at both ends: commands in Kafka, as the stock client reads them, and calls at the receiver. */
export interface Count {
  readonly accepted: number
  readonly unanswered: number
  /** Accepted events that no command was made of. */
  readonly missingInKafka: number
  /** Commands that lie in Kafka twice: Kafka's part, must be none. */
  readonly twiceInKafka: number
  /** Accepted events that never reached the receiver. */
  readonly missingAtReceiver: number
  /** Events that the receiver applied more than once: must be none, calls that were in flight at a kill are looked up. */
  readonly twiceAtReceiver: number
  /** Customers whose events arrived in another order than they were accepted, repeats aside. */
  readonly outOfOrder: number
}

export function count(sent: Sent, commands: readonly ReadRecord[], objects: readonly AppliedObject[]): Count {
  const inKafka = tally(commands.map(command => String(field(command.value, 'eventId'))))
  const received = objects.map(({ object }) => String(field(object['properties'], 'event_id')))
  const atReceiver = tally(received)
  return {
    accepted: sent.accepted.size,
    unanswered: sent.unanswered.size,
    missingInKafka: [...sent.accepted].filter(id => !inKafka.has(id)).length,
    twiceInKafka: [...inKafka.values()].filter(times => times > 1).length,
    missingAtReceiver: [...sent.accepted].filter(id => !atReceiver.has(id)).length,
    twiceAtReceiver: [...atReceiver.values()].filter(times => times > 1).length,
    outOfOrder: disordered(objects),
  }
}

function tally(ids: readonly string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
  return times
}

/** Event ids end in the number of the event and of the attempt: the first arrival of each must count up per customer. */
function disordered(objects: readonly AppliedObject[]): number {
  const last = new Map<string, number>()
  const seen = new Set<string>()
  const wrong = new Set<string>()
  for (const { object } of objects) {
    const id = String(field(object['properties'], 'event_id'))
    const customer = String(object['external_id'])
    const [n = 0, attempt = 0] = id.split('-').slice(2).map(Number)
    const rank = n * 1_000 + attempt
    if (!seen.has(id) && rank < (last.get(customer) ?? -1)) wrong.add(customer)
    if (!seen.has(id)) last.set(customer, rank)
    seen.add(id)
  }
  return wrong.size
}
