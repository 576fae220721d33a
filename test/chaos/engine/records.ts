/** What lies in the topics of the chaos topology: schemas with fixed ids, since this harness has no registry. */
import avsc from 'avsc'
import type { RecordSchema } from '../../../schemas/record.ts'

export interface Tier {
  readonly subject: string
  readonly occurredAt: number
  readonly tier: number
}

export const kinds = ['count', 'remind', 'cancel', 'pass', 'noise'] as const
export type Kind = (typeof kinds)[number]

export interface Happening {
  readonly eventId: string
  readonly subject: string
  /** Decides which version of the tier counts; of a remind event the wall-clock time at which it is due. */
  readonly occurredAt: number
  readonly kind: Kind
  /** Counts up over all events that are produced, so that a result says how far the pipeline has come. */
  readonly number: number
  /** Of a pass event: the key it is passed on under. */
  readonly other: string
}

export interface Result {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly number: number
  /** The how manyth count event of the subject this is. */
  readonly count: number
  /** The subject's tier at occurredAt. */
  readonly tier: number
}

export interface Fired {
  readonly eventId: string
  readonly subject: string
  readonly due: number
  readonly firedAt: number
}

/** A pass event on its way through the internal topic; its key, and so its subject, is the happening's `other`. */
export interface Passed {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
}

export interface Other {
  readonly eventId: string
  readonly subject: string
  readonly count: number
}

/** The row of a reminder that was set and has not fired: which event set it. */
export interface Reminder {
  readonly setBy: string
}

/** The row of both counts. */
export interface Count {
  readonly count: number
}

interface Framed {
  readonly id: number
  readonly type: avsc.Type
}

const framed = new Map<string, Framed>()
/** Every schema with the id that stands in its frames, for the harness and for the workers alike. */
export const schemaIds: [RecordSchema, number][] = []

function record<const N extends string>(name: N, fields: Readonly<Record<string, avsc.Schema>>) {
  const avro = {
    type: 'record' as const,
    name,
    namespace: 'signalbox.chaos',
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  }
  const schema = { name: `signalbox.chaos.${name}` as const, compatibility: 'FULL' as const, avro }
  const id = schemaIds.push([schema, schemaIds.length + 1])
  framed.set(schema.name, { id, type: avsc.Type.forSchema(avro) })
  return schema
}

const event = { eventId: 'string', subject: 'string', occurredAt: 'long' }
const kind: avsc.Schema = { type: 'enum', name: 'Kind', symbols: [...kinds] }

export const Tier: RecordSchema<'signalbox.chaos.Tier', Tier> = record('Tier', {
  subject: 'string',
  occurredAt: 'long',
  tier: 'int',
})
export const Happening: RecordSchema<'signalbox.chaos.Happening', Happening> = record('Happening', {
  ...event,
  kind,
  number: 'long',
  other: 'string',
})
export const Result: RecordSchema<'signalbox.chaos.Result', Result> = record('Result', {
  ...event,
  number: 'long',
  count: 'int',
  tier: 'int',
})
export const Fired: RecordSchema<'signalbox.chaos.Fired', Fired> = record('Fired', {
  eventId: 'string',
  subject: 'string',
  due: 'long',
  firedAt: 'long',
})
export const Passed: RecordSchema<'signalbox.chaos.Passed', Passed> = record('Passed', event)
export const Other: RecordSchema<'signalbox.chaos.Other', Other> = record('Other', {
  eventId: 'string',
  subject: 'string',
  count: 'int',
})
export const Reminder: RecordSchema<'signalbox.chaos.Reminder', Reminder> = record('Reminder', { setBy: 'string' })
export const Count: RecordSchema<'signalbox.chaos.Count', Count> = record('Count', { count: 'int' })

const frameBytes = 5

/** Frame and bytes, by avsc alone: the harness shares no codec with what it tests. */
export function encode<T>(schema: RecordSchema<string, T>, value: T): Buffer {
  const { id, type } = typeOf(schema)
  const frame = Buffer.alloc(frameBytes)
  frame.writeInt32BE(id, 1)
  return Buffer.concat([frame, type.toBuffer(value)])
}

/** Throws when the bytes are not a frame of this very schema. */
export function decode<T>(schema: RecordSchema<string, T>, bytes: Buffer): T {
  const { id, type } = typeOf(schema)
  const frame = bytes.length >= frameBytes && bytes[0] === 0 && bytes.readInt32BE(1) === id
  const value: unknown = frame ? type.fromBuffer(bytes.subarray(frameBytes)) : undefined
  if (isOf(schema, value)) return value
  throw new TypeError(`no frame of ${schema.name}: ${bytes.subarray(0, 16).toString('hex')}`)
}

const isOf = <T>(schema: RecordSchema<string, T>, value: unknown): value is T => typeOf(schema).type.isValid(value)

function typeOf(schema: RecordSchema): Framed {
  const known = framed.get(schema.name)
  if (!known) throw new TypeError(`${schema.name} has no id in this harness`)
  return known
}
