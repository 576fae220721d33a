import type { ReadRecord } from './output.ts'
import { Count, decode, Fired, Other, Result, type Happening, type Tier } from './records.ts'

/** What went in, as Kafka has it: happenings in the order of their partitions. */
export interface In {
  readonly happenings: readonly Happening[]
  readonly tiers: readonly Tier[]
}

/** What came out, as a reader that is not ours read it: topics in any order, the records of a partition in theirs. */
export interface Out {
  readonly results: readonly ReadRecord[]
  readonly fired: readonly ReadRecord[]
  readonly others: readonly ReadRecord[]
  readonly changelog: readonly ReadRecord[]
  readonly deadLetters: readonly ReadRecord[]
}

/** What can be wrong. */
export const wrongs = {
  lost: 'events without their result, or without their count by other',
  duplicated: 'results and others that are there more than once',
  outOfOrder: 'subjects whose results are not in the order of their events, or lie in several partitions',
  wrongCount: 'results whose count is not the one of the event, and others whose counts are not 1 to n',
  wrongJoin: 'results with another tier than the subject had at the event’s time',
  stateDiffers: 'rows of state that differ from what the input says, in either direction',
  timersLost: 'timers that never fired',
  timersTwice: 'timers that fired more than once',
  timersEarly: 'timers that fired before they were due, by the engine’s clock or the broker’s',
  unexpected: 'outputs of noise, timers that were cancelled, dead letters',
}

/** Everything that is wrong, each in words. */
export type Findings = Readonly<Record<keyof typeof wrongs, readonly string[]>>

/** The stores whose rows are compared, by the processors that keep them: the changelog's keys are processor/store/key. */
export const stores = { counts: 'count-and-join/counts/', byOther: 'count-by-other/counts-by-other/' }

/** Compares what came out with a recomputation from what went in. */
export function check(input: In, out: Out): Findings {
  const events = firstOfEach(input.happenings)
  const expected = recompute(events, input.tiers)
  const results = out.results.map(record => ({ record, value: decode(Result, valueOf(record)) }))
  const others = out.others.map(record => ({ record, value: decode(Other, valueOf(record)) }))
  const fired = out.fired.map(record => ({ record, value: decode(Fired, valueOf(record)) }))
  const letters = out.deadLetters.map(({ key, offset }) => `dead letter ${offset} of ${key ?? 'no key'}`)
  return {
    lost: [...missing('result', expected.results, results), ...missing('other', expected.passed, others)],
    duplicated: [...repeated('result', results), ...repeated('other', others)],
    outOfOrder: disordered(expected.results, results),
    wrongCount: [...miscounted(expected.results, results), ...gaps(expected.passed, others)],
    wrongJoin: results
      .filter(({ value }) => (expected.results.get(value.eventId)?.tier ?? value.tier) !== value.tier)
      .map(({ value }) => `${value.eventId}: tier ${value.tier} at ${value.occurredAt} of ${value.subject}`),
    stateDiffers: stateDifferences(expected, out.changelog),
    timersLost: missing('timer', expected.reminds, fired),
    timersTwice: repeated('timer', fired),
    timersEarly: fired.flatMap(({ record, value }) => early(expected.reminds.get(value.eventId), record, value)),
    unexpected: [
      ...strangers('result', expected.results, results),
      ...strangers('other', expected.passed, others),
      ...strangers('timer', expected.reminds, fired),
      ...letters,
    ],
  }
}

interface Read<T> {
  readonly record: ReadRecord
  readonly value: T
}

interface Identified {
  readonly eventId: string
  readonly subject: string
}

interface Expected {
  /** In the order of the events. */
  readonly results: ReadonlyMap<string, { readonly subject: string; readonly count: number; readonly tier: number }>
  /** The other of each pass event. */
  readonly passed: ReadonlyMap<string, { readonly subject: string }>
  /** When each remind event that is not cancelled is due. */
  readonly reminds: ReadonlyMap<string, { readonly subject: string; readonly due: number }>
  /** The rows of both stores. */
  readonly rows: ReadonlyMap<string, number>
}

/** The repeats of an event have no effect. */
export function firstOfEach(happenings: readonly Happening[]): Happening[] {
  const seen = new Set<string>()
  return happenings.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId))
}

function recompute(events: readonly Happening[], tiers: readonly Tier[]): Expected {
  const rows = new Map<string, number>()
  const counted = (row: string) => {
    rows.set(row, (rows.get(row) ?? 0) + 1)
    return rows.get(row) ?? 0
  }
  const tierAt = tiersBySubject(tiers)
  const cancelled = new Set(events.filter(({ kind }) => kind === 'cancel').map(({ subject }) => subject))
  const results = new Map<string, { subject: string; count: number; tier: number }>()
  const passed = new Map<string, { subject: string }>()
  const reminds = new Map<string, { subject: string; due: number }>()
  for (const { kind, eventId, subject, occurredAt, other } of events) {
    if (kind === 'count') {
      const count = counted(stores.counts + subject)
      results.set(eventId, { subject, count, tier: tierAt(subject, occurredAt) })
    }
    if (kind === 'pass') {
      counted(stores.byOther + other)
      passed.set(eventId, { subject: other })
    }
    if (kind === 'remind' && !cancelled.has(subject)) reminds.set(eventId, { subject, due: occurredAt })
  }
  return { results, passed, reminds, rows }
}

/** The version of a subject's tier that counts at a time: the latest that is not later. */
function tiersBySubject(tiers: readonly Tier[]): (subject: string, at: number) => number {
  const versions = new Map<string, Tier[]>()
  for (const tier of tiers) versions.set(tier.subject, [...(versions.get(tier.subject) ?? []), tier])
  for (const of of versions.values()) of.sort((a, b) => a.occurredAt - b.occurredAt)
  return (subject, at) => versions.get(subject)?.findLast(({ occurredAt }) => occurredAt <= at)?.tier ?? -1
}

function missing(what: string, expected: ReadonlyMap<string, Partial<Identified>>, read: readonly Read<Identified>[]) {
  const there = new Set(read.map(({ value }) => value.eventId))
  return [...expected].filter(([id]) => !there.has(id)).map(([id, of]) => `${what} of ${id} (${of.subject ?? ''})`)
}

function repeated(what: string, read: readonly Read<Identified>[]): string[] {
  const seen = new Map<string, ReadRecord>()
  return read.flatMap(({ record, value }) => {
    const first = seen.get(value.eventId)
    seen.set(value.eventId, first ?? record)
    return first ? [`${what} of ${value.eventId}: ${place(first)} and ${place(record)}`] : []
  })
}

function strangers(
  what: string,
  expected: ReadonlyMap<string, Identified | object>,
  read: readonly Read<Identified>[],
) {
  return read
    .filter(({ value }) => !expected.has(value.eventId))
    .map(({ record, value }) => `${what} of ${value.eventId} (${value.subject}) at ${place(record)}`)
}

/** First appearances only: a repeat is counted elsewhere. */
function disordered(expected: Expected['results'], results: readonly Read<Result>[]): string[] {
  const rank = new Map([...expected.keys()].map((id, at) => [id, at]))
  const last = new Map<string, { at: number; partition: number }>()
  const seen = new Set<string>()
  const wrong = new Map<string, string>()
  for (const { record, value } of results) {
    const at = rank.get(value.eventId)
    if (at === undefined || seen.has(value.eventId)) continue
    seen.add(value.eventId)
    const before = last.get(value.subject) ?? { at: -1, partition: record.partition }
    if (at < before.at || before.partition !== record.partition || record.key !== value.subject)
      wrong.set(value.subject, `${value.subject}: ${value.eventId} at ${place(record)}`)
    last.set(value.subject, { at: Math.max(at, before.at), partition: record.partition })
  }
  return [...wrong.values()]
}

function miscounted(expected: Expected['results'], results: readonly Read<Result>[]): string[] {
  return results.flatMap(({ value }) => {
    const count = expected.get(value.eventId)?.count ?? value.count
    return count === value.count ? [] : [`${value.eventId} of ${value.subject} is ${count}, counted as ${value.count}`]
  })
}

/** The order across tasks is free, so any event may have any count; each count from 1 to n must be there once. */
function gaps(expected: Expected['passed'], others: readonly Read<Other>[]): string[] {
  const counts = new Map<string, Set<number>>()
  for (const { value } of others) counts.set(value.subject, (counts.get(value.subject) ?? new Set()).add(value.count))
  const wanted = new Map<string, number>()
  for (const { subject } of expected.values()) wanted.set(subject, (wanted.get(subject) ?? 0) + 1)
  return [...wanted].flatMap(([subject, n]) => {
    const found = counts.get(subject) ?? new Set()
    const absent = Array.from({ length: n }, (_, at) => at + 1).filter(count => !found.has(count))
    const fine = absent.length === 0 && found.size === n
    return fine ? [] : [`${subject}: ${n} events, ${found.size} counts, ${absent.length} of 1 to ${n} absent`]
  })
}

function stateDifferences({ rows }: Expected, changelog: readonly ReadRecord[]): string[] {
  const latest = new Map<string, number | undefined>()
  for (const { key, value } of changelog)
    if (key !== null && Object.values(stores).some(store => key.startsWith(store)))
      latest.set(key, value ? decode(Count, value).count : undefined)
  return [...new Set([...rows.keys(), ...latest.keys()])]
    .filter(key => rows.get(key) !== latest.get(key))
    .map(key => `${key} is ${latest.get(key) ?? 'absent'}, the input says ${rows.get(key) ?? 'absent'}`)
}

function early(remind: { readonly due: number } | undefined, record: ReadRecord, value: Fired): string[] {
  const due = remind?.due ?? value.due
  if (value.firedAt >= due && record.timestamp >= due) return []
  return [
    `${value.eventId}: due ${due}, fired ${value.firedAt - due} ms, in the log ${record.timestamp - due} ms after`,
  ]
}

const place = ({ topic, partition, offset }: ReadRecord): string => `${topic}-${partition}@${offset}`

function valueOf(record: ReadRecord): Buffer {
  if (!record.value) throw new TypeError(`the record at ${place(record)} has no value`)
  return record.value
}

/** How many findings there are of each kind. */
export const tally = (findings: Findings): Record<string, number> =>
  Object.fromEntries(Object.entries(findings).map(([name, found]) => [name, found.length]))
