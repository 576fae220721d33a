import type { RecordSchema } from '../../../schemas/record.ts'
import { days, stream, type Processor, type Stream } from '../../../src/stream/define.ts'
import { taskCount } from '../../../topics/task-count.ts'

interface Counted {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
}

const fields = [
  { name: 'eventId', type: 'string', doc: 'The event that was processed.' },
  { name: 'subject', type: 'string', doc: 'Its subject.' },
  { name: 'occurredAt', type: 'long', doc: 'When it happened.' },
]
const Counted: RecordSchema<'signalbox.chaos.Counted', Counted> = {
  name: 'signalbox.chaos.Counted',
  compatibility: 'FULL',
  avro: { type: 'record', name: 'Counted', namespace: 'signalbox.chaos', doc: 'One for each event.', fields },
}

/** Where the stand-in writes. */
export const countedEvents = stream({
  name: 'counted',
  key: 'the subject',
  records: [Counted],
  partitions: taskCount,
  retentionMs: days(1),
  why: 'for the chaos run',
})

const isCounted = (value: unknown): value is Counted =>
  typeof value === 'object' && value !== null && 'eventId' in value && 'subject' in value && 'occurredAt' in value

/** Stands in where no processor of the pipeline reads the events of a source yet: one record for each event. */
export const counterOf = (from: Stream): Processor => ({
  name: 'count-for-chaos',
  input: { from, only: from.records },
  lookups: {},
  keeps: [],
  outputs: [countedEvents],
  reasons: [],
  process({ value }, _rows, { forward }) {
    if (!isCounted(value)) throw new Error('the event has no envelope')
    const { eventId, subject, occurredAt } = value
    return forward(countedEvents, Counted, { eventId, subject, occurredAt })
  },
})
