import type { RecordSchema } from '../../../schemas/record.ts'
import { Projection, resolved, Undecodable, type AvroCodec, type RecordReading } from '../../kafka/index.ts'
import { readingOf } from '../declare/processor.ts'
import type { Runner } from './runner.ts'
import { sameBytes } from './slice.ts'
import type { InputPlan } from './stage-plan.ts'

/** Where the fields that every event is located by come in a reading's located fields; those of filters follow. */
export const eventIdAt = 0
export const subjectAt = 1
/** Many schemas have it: ids are unique per source. */
export const sourceAt = 2
export const locatedFields = ['eventId', 'subject', 'source'] as const
/** What a processor is given of every event, whatever else it reads. */
export const envelopeFields = ['eventId', 'subject', 'occurredAt'] as const

/** One field that must have one of some values, checked in the bytes. */
export class FieldFilter {
  readonly #at: number
  readonly #texts: readonly Buffer[]
  readonly #symbols: ReadonlySet<number> | undefined

  /** `at`: which located field. */
  constructor(at: number, values: readonly string[], reading: RecordReading) {
    this.#at = at
    const symbols = reading.symbols[at] ?? []
    this.#texts = values.map(value => Buffer.from(value))
    this.#symbols =
      reading.locator.kindOf(at) === 'enum' ? new Set(values.map(value => symbols.indexOf(value))) : undefined
  }

  /** Whether the record that was located last passes. */
  passes(reading: RecordReading, bytes: Buffer): boolean {
    const start = reading.locator.starts[this.#at] ?? -1
    if (start < 0) return false
    const end = reading.locator.ends[this.#at] ?? -1
    if (this.#symbols) return this.#symbols.has((bytes[start] ?? 0) >>> 1)
    for (const text of this.#texts) if (sameBytes(bytes, start, end, text, 0, text.length)) return true
    return false
  }
}

/** A processor and what a record must be to concern it. */
export interface Candidate {
  readonly runner: Runner
  readonly filters: readonly FieldFilter[]
}

/** How records of one input and one writer's schema go through the stage. */
export interface RecordPlan {
  readonly reading: RecordReading
  readonly candidates: readonly Candidate[]
}

type Writer = Exclude<ReturnType<AvroCodec['writer']>, Undecodable | undefined>

/** Lays out, once per input and writer's schema, what is located, filtered and decoded of its records. */
export class RecordPlans {
  readonly #codec: AvroCodec
  readonly #runners: ReadonlyMap<string, Runner>
  readonly #plans = new Map<InputPlan, Map<number, RecordPlan | Undecodable>>()

  constructor(codec: AvroCodec, runners: ReadonlyMap<string, Runner>) {
    this.#codec = codec
    this.#runners = runners
  }

  /** Undefined where the writer's schema is not known yet; Undecodable where its records cannot be read. */
  of(input: InputPlan, id: number): RecordPlan | Undecodable | undefined {
    return this.#plans.get(input)?.get(id) ?? this.#new(input, id)
  }

  #new(plan: InputPlan, id: number): RecordPlan | Undecodable | undefined {
    const writer = this.#codec.writer(id)
    if (!writer) return undefined
    let plans = this.#plans.get(plan)
    if (!plans) this.#plans.set(plan, (plans = new Map<number, RecordPlan | Undecodable>()))
    const made = writer instanceof Undecodable ? writer : this.#made(plan, id, writer)
    // What nobody could say may be known tomorrow: the codec remembers it, and forgets it at the next assignment.
    if (!(writer instanceof Undecodable)) plans.set(id, made)
    return made
  }

  #made(plan: InputPlan, id: number, writer: Writer): RecordPlan | Undecodable {
    try {
      return plan.table ? this.#tablePlan(plan.table.schema, id, writer) : this.#eventPlan(plan, id, writer)
    } catch (error) {
      if (error instanceof Undecodable) return error
      throw error
    }
  }

  #tablePlan(schema: RecordSchema, id: number, writer: Writer) {
    const located = hasEventTime(schema) ? ['occurredAt'] : []
    const projection = schema.name === writer.name ? new Projection({ schema, fields: [], located }) : undefined
    return { reading: resolved(id, writer, projection), candidates: [] }
  }

  #eventPlan(plan: InputPlan, id: number, writer: Writer): RecordPlan {
    const readings = plan.processors.flatMap(processor =>
      processor.input.only.map(only => ({ processor, where: {}, ...readingOf(only) })),
    )
    const concerned = readings.filter(({ schema }) => schema.name === writer.name)
    const [first] = concerned
    const schema = first?.schema ?? plan.topic.records.find(record => record.name === writer.name)
    const filtered = [...new Set(concerned.flatMap(({ where }) => Object.keys(where)))]
    const whole = concerned.some(({ fields }) => fields === undefined)
    const fields = [...new Set([...envelopeFields, ...concerned.flatMap(({ fields }) => fields ?? [])])]
    const wanted = schema && {
      schema,
      fields: whole ? undefined : fields,
      located: [...locatedFields, ...filtered],
    }
    const reading = resolved(id, writer, wanted && new Projection(wanted))
    const candidates = concerned.flatMap(({ processor, where }) => {
      const runner = this.#runners.get(processor.name)
      const filters = Object.entries(where).map(
        ([field, values]) => new FieldFilter(locatedFields.length + filtered.indexOf(field), values, reading),
      )
      return runner ? [{ runner, filters }] : []
    })
    return { reading, candidates }
  }
}

/** Tells apart schemas that hold an event time from those that do not. */
function hasEventTime(schema: RecordSchema): boolean {
  const { avro } = schema
  return (
    'fields' in avro &&
    Array.isArray(avro.fields) &&
    avro.fields.some(
      (field: unknown) => typeof field === 'object' && field !== null && 'name' in field && field.name === 'occurredAt',
    )
  )
}
