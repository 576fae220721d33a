/** What the workers run: a join, state, dedupe, timers and re-keying, each so that a fault which touches it shows in the output. */
import { days, processor, reading, store, stream, table, tableOf, timer } from '../../../src/stream/define.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { ProcessTopology } from '../../../src/stream/index.ts'
import { decisions } from '../../../topics/decisions.ts'
import { Count, Fired, Happening, Other, Passed, Reminder, Result, Tier } from './records.ts'
import { partitions, topicNames } from './topics.ts'

const why = 'for the chaos run'
const key = 'the subject'
const streamOf = <const S extends RecordSchema>(name: string, ...records: S[]) =>
  stream({ name, key, records, partitions, retentionMs: days(1), why })

const tiers = table({ name: topicNames.tiers, key, records: [Tier], partitions, why })
const happenings = streamOf(topicNames.happenings, Happening)
const results = streamOf(topicNames.results, Result)
const fired = streamOf(topicNames.fired, Fired)
const byOther = streamOf(topicNames.byOther, Passed)
const others = streamOf(topicNames.others, Other)

const expiry = 'as many rows as the run has keys'
const counts = store({ name: 'counts', schema: Count, expiry })
const countsByOther = store({ name: 'counts-by-other', schema: Count, expiry })
const reminders = store({ name: 'reminders', schema: Reminder, expiry: 'each goes when it fires or is cancelled' })

/** Both versions of a tier stay. */
const historyMs = 100_000_000

const countAndJoin = processor({
  name: 'count-and-join',
  input: { from: happenings, only: [reading(Happening, ['number'], { kind: ['count'] })] },
  lookups: { row: counts, tier: tableOf(tiers, Tier, { historyMs }) },
  keeps: [counts],
  outputs: [results],
  reasons: [],
  process({ value: { eventId, subject, occurredAt, number } }, { row, tier }, { forward, keep }) {
    const count = (row?.count ?? 0) + 1
    const result = { eventId, subject, occurredAt, number, count, tier: tier?.tier ?? -1 }
    return [keep(counts, { count }), forward(results, Result, result)]
  },
})

const due = timer({ name: 'due', clock: 'wall' })

const remind = processor({
  name: 'remind',
  input: { from: happenings, only: [reading(Happening, ['kind'], { kind: ['remind', 'cancel'] })] },
  lookups: { reminder: reminders },
  keeps: [reminders],
  timers: [due],
  outputs: [fired],
  reasons: [],
  process({ value: { kind, eventId, occurredAt } }, _, { keep, setTimer, cancelTimer }) {
    if (kind === 'cancel') return [keep(reminders, null), cancelTimer(due)]
    return [keep(reminders, { setBy: eventId }), setTimer(due, occurredAt)]
  },
  wake({ key: subject, due: was, at }, { reminder }, { forward, keep }) {
    // Without its row the event id is wrong, and the check says so.
    const eventId = reminder?.setBy ?? `no row of ${subject}`
    return [keep(reminders, null), forward(fired, Fired, { eventId, subject, due: was, firedAt: at })]
  },
})

const passOn = processor({
  name: 'pass-on',
  input: { from: happenings, only: [reading(Happening, ['other'], { kind: ['pass'] })] },
  lookups: {},
  keeps: [],
  outputs: [byOther],
  reasons: [],
  process: ({ value: { eventId, occurredAt, other } }, _, { forward }) =>
    forward(byOther, Passed, { eventId, subject: other, occurredAt }, other),
})

const countByOther = processor({
  name: 'count-by-other',
  input: { from: byOther, only: [Passed] },
  lookups: { row: countsByOther },
  keeps: [countsByOther],
  outputs: [others],
  reasons: [],
  process({ value: { eventId, subject } }, { row }, { forward, keep }) {
    const count = (row?.count ?? 0) + 1
    return [keep(countsByOther, { count }), forward(others, Other, { eventId, subject, count })]
  },
})

export const topology: ProcessTopology = {
  processors: [countAndJoin, remind, passOn, countByOther],
  changelog: table({ name: topicNames.changelog, key: 'processor/store/key', records: [], partitions, why }),
  eventIds: streamOf(topicNames.eventIds),
  decisions: streamOf(topicNames.decisions, ...decisions.records),
  deadLetters: streamOf(topicNames.deadLetters),
}
