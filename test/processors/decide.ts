import type { Customer } from '../../schemas/customer.generated.ts'
import type { RecordSchema } from '../../schemas/record.ts'
import { verdicts } from '../../src/stream/declare/processor.ts'
import type { DecodedEvent, Processor, Verdict } from '../../src/stream/define.ts'

const base = { eventId: 'e-1', subject: 'ada', occurredAt: 1_000, source: '/shop', extra: {} }

/** An event about ada as the codec decodes it. */
export function eventOf(schema: RecordSchema, fields: object): DecodedEvent {
  return { type: schema.name, value: { ...base, ...fields } }
}

/** What a processor makes of an event, as a list, given what is known of the customer. */
export function decide(processor: Processor, event: DecodedEvent, customer?: Customer): readonly Verdict[] {
  const answer = processor.process(event, { customer }, verdicts)
  const list: readonly Verdict[] = Array.isArray(answer) ? answer : [answer]
  return list
}

/** A customer who has spoken on marketing. */
export const customer = (granted: boolean, profile: Customer['profile'] = {}): Customer => ({
  consents: { marketing: { granted, changedAt: 500 } },
  profile,
})
