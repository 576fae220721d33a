import avsc from 'avsc'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { SchemaRegistry } from '../registry.ts'
import { options, Projection } from './projection.ts'
import { Undecodable } from './undecodable.ts'

/** Encodes the records of one schema, framed. */
class RecordEncoder {
  readonly #id: number
  readonly #name: string
  readonly #type: avsc.Type

  constructor(schema: RecordSchema, id: number) {
    this.#id = id
    this.#name = schema.name
    this.#type = avsc.Type.forSchema(schema.avro as avsc.Schema, options())
  }

  /** Frame and record in bytes from `at` on; throws TypeError naming the field and value that do not fit the schema. */
  encodeInto(value: unknown, bytes: Buffer, at: number): number {
    let end: number
    try {
      end = this.#type.encode(value, bytes, at + frameBytes)
    } catch (error) {
      throw new TypeError(`${this.#name}: ${misfit(this.#type, value) ?? String(error)}`, { cause: error })
    }
    if (end < 0) return end
    bytes[at] = 0
    bytes[at + 1] = this.#id >>> 24
    bytes[at + 2] = this.#id >>> 16
    bytes[at + 3] = this.#id >>> 8
    bytes[at + 4] = this.#id
    return end
  }
}

/** A schema that records were written with: its full name and its JSON. */
export interface Writer {
  readonly name: string
  readonly avro: unknown
}

/** The Confluent frame: 0x00 and the schema's id as int32. */
export const frameBytes = 5

/**
 * Avro in the Confluent frame. Reading resolves the writer's schema to ours by name, once per writer; the registry's own client would build that
 * resolver anew for every record. The casts of the project are in this folder: what a schema describes is the type that was generated from it.
 */
export class AvroCodec {
  readonly #registry: Pick<SchemaRegistry, 'schemaOf'>
  readonly #whole = new Map<string, Projection>()
  readonly #encoders = new Map<RecordSchema, RecordEncoder>()
  readonly #writers = new Map<number, Writer | Undecodable>()
  readonly #readings = new Map<number, ReturnType<Projection['of']>>()
  #scratch = Buffer.allocUnsafe(65_536)

  /** `schemas`: those that records may be read as. */
  constructor(registry: Pick<SchemaRegistry, 'schemaOf'>, schemas: readonly RecordSchema[]) {
    this.#registry = registry
    for (const schema of schemas)
      this.#whole.set(schema.name, new Projection({ schema, fields: undefined, located: [] }))
  }

  /** Must be called once for each schema before `encode`; the id comes from the registry. */
  useForWriting(schema: RecordSchema, id: number): void {
    this.#encoders.set(schema, new RecordEncoder(schema, id))
    this.#writers.set(id, { name: schema.name, avro: schema.avro })
  }

  /** Makes a writer's schema known that need not be asked for. */
  useForReading(id: number, avro: object): void {
    this.#writers.set(id, writerOf(id, avro))
  }

  /** Frames and encodes; throws TypeError naming the field and value that do not fit the schema. The bytes are the caller's. */
  encode(schema: RecordSchema, value: unknown): Buffer {
    const encoder = this.encoder(schema)
    let end = encoder.encodeInto(value, this.#scratch, 0)
    if (end < 0) {
      this.#scratch = Buffer.allocUnsafe(this.#scratch.length - end + 65_536)
      end = encoder.encodeInto(value, this.#scratch, 0)
    }
    return Buffer.from(this.#scratch.subarray(0, end))
  }

  /** Encodes the schema's records wherever they shall lie. */
  encoder(schema: RecordSchema): RecordEncoder {
    const encoder = this.#encoders.get(schema)
    if (!encoder) throw new TypeError(`schema ${schema.name} has no id yet: useForWriting comes first`)
    return encoder
  }

  /** The schema that an id's records were written with; undefined where it was not learned yet, Undecodable where nobody can say. */
  writer(id: number): Writer | Undecodable | undefined {
    return this.#writers.get(id)
  }

  /** The schema id of a frame whose writer is not known yet; undefined where `decode` can answer at once. */
  unknownId(frame: Buffer | null): number | undefined {
    if (!frame || frame.length < frameBytes || frame[0] !== 0) return undefined
    const id = frame.readInt32BE(1)
    return this.#writers.has(id) ? undefined : id
  }

  /** Asks the registry for a writer's schema. Rejects with RegistryUnavailable: ask again later. An id the registry does not know is remembered as undecodable. */
  async learn(id: number): Promise<void> {
    try {
      this.#writers.set(id, writerOf(id, await this.#registry.schemaOf(id)))
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'UnknownSchemaId') throw error
      this.#writers.set(id, new Undecodable(`unknown_schema_id: ${error.message}`))
    }
  }

  /** Forgets ids that the registry did not know, so that they are asked for again: it may have been restored since. */
  forgetUnknown(): void {
    for (const [id, writer] of this.#writers) if (writer instanceof Undecodable) this.#writers.delete(id)
  }

  /** The record of a frame whose writer is known, with all its fields. Throws Undecodable with what is wrong. */
  decode(frame: Buffer | null): { readonly type: string; readonly value: unknown } {
    if (!frame) throw new Undecodable('no_value: the record has no value')
    if (frame.length < frameBytes || frame[0] !== 0)
      throw new Undecodable('bad_frame: the value does not begin with the Confluent frame (0x00 and a schema id)')
    const reading = this.#readingOf(frame.readInt32BE(1))
    return { type: reading.type, value: reading.decode(frame, frameBytes, frame.length) }
  }

  #readingOf(id: number): ReturnType<Projection['of']> {
    const known = this.#readings.get(id)
    if (known) return known
    const writer = this.#writers.get(id)
    if (!writer) throw new TypeError(`schema id ${id} was not learned`)
    if (writer instanceof Undecodable) throw writer
    const reading = resolved(id, writer, this.#whole.get(writer.name))
    this.#readings.set(id, reading)
    return reading
  }
}

/** How records of a writer are read as a projection of ours. Throws Undecodable where they cannot be. */
export function resolved(id: number, writer: Writer, projection: Projection | undefined): ReturnType<Projection['of']> {
  if (!projection) throw new Undecodable(`unexpected_schema: schema ${id} is ${writer.name}, which nothing here reads`)
  try {
    return projection.of(writer.avro)
  } catch (error) {
    throw new Undecodable(`unreadable_schema: schema ${id}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function writerOf(id: number, avro: unknown): Writer | Undecodable {
  try {
    const type = avsc.Type.forSchema(avro as avsc.Schema, options())
    return { name: type.name ?? type.typeName, avro }
  } catch (error) {
    return new Undecodable(`unreadable_schema: schema ${id}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The first field that does not fit, for a person. */
function misfit(type: avsc.Type, value: unknown): string | undefined {
  let found: string | undefined
  type.isValid(value, {
    errorHook: (path: string[], wrong: unknown, expected: avsc.Type) => {
      found ??= `${path.join('.')} is ${JSON.stringify(wrong)}, which is no ${expected.toString()}`
    },
  })
  return found
}
