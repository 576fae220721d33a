import avsc from 'avsc'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { SchemaRegistry } from '../registry.ts'

/** A record that no codec can read: the reason is a short machine word, a colon, and what is wrong. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}

interface Reading {
  readonly type: string
  readonly reader: avsc.Type
  readonly resolver: avsc.Resolver | undefined
}

interface Writing {
  readonly id: number
  readonly type: avsc.Type
}

const frameBytes = 5
/** A new object each time: avsc keeps the types it has seen in it. */
const options = () => ({ wrapUnions: 'never' as const, omitRecordMethods: true })

/**
 * Avro in the Confluent frame (0x00, schema id as int32, body). Reading resolves the writer's schema to ours by name, once per writer;
 * the registry's own client would build that resolver anew for every record. The casts of the project are in this folder:
 * what a schema describes is the type that was generated from it.
 */
export class AvroCodec {
  readonly #registry: SchemaRegistry
  readonly #readers = new Map<string, avsc.Type>()
  readonly #writers = new Map<string, Writing>()
  readonly #readings = new Map<number, Reading | Undecodable>()
  #scratch = Buffer.allocUnsafe(65_536)

  /** `schemas`: those that records may be read as. */
  constructor(registry: SchemaRegistry, schemas: readonly RecordSchema[]) {
    this.#registry = registry
    for (const schema of schemas) this.#readers.set(schema.name, typeOf(schema.avro))
  }

  /** Must be called once for each schema before `encode`; the id comes from the registry. */
  useForWriting(schema: RecordSchema, id: number): void {
    const type = typeOf(schema.avro)
    this.#writers.set(schema.name, { id, type })
    const reader = this.#readers.get(schema.name)
    if (reader) this.#readings.set(id, { type: schema.name, reader, resolver: undefined })
  }

  /** Frames and encodes; throws TypeError naming the field and value that do not fit the schema. The bytes are the caller's. */
  encode(schema: RecordSchema, value: unknown): Buffer {
    const writing = this.#writers.get(schema.name)
    if (!writing) throw new TypeError(`schema ${schema.name} has no id yet: useForWriting comes first`)
    try {
      let end = writing.type.encode(value, this.#scratch, frameBytes)
      if (end < 0) {
        this.#scratch = Buffer.allocUnsafe(this.#scratch.length - end + 65_536)
        end = writing.type.encode(value, this.#scratch, frameBytes)
      }
      this.#scratch.writeUInt8(0, 0)
      this.#scratch.writeInt32BE(writing.id, 1)
      return Buffer.from(this.#scratch.subarray(0, end))
    } catch (error) {
      throw new TypeError(`${schema.name}: ${misfit(writing.type, value) ?? String(error)}`, { cause: error })
    }
  }

  /** The schema id of a frame whose writer is not known yet; undefined where `decode` can answer at once. */
  unknownId(frame: Buffer | null): number | undefined {
    if (!frame || frame.length < frameBytes || frame[0] !== 0) return undefined
    const id = frame.readInt32BE(1)
    return this.#readings.has(id) ? undefined : id
  }

  /** Asks the registry for a writer's schema. Rejects with RegistryUnavailable: ask again later. An id the registry does not know is remembered as undecodable. */
  async learn(id: number): Promise<void> {
    try {
      this.#readings.set(id, this.#reading(id, await this.#registry.schemaOf(id)))
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'UnknownSchemaId') throw error
      this.#readings.set(id, new Undecodable(`unknown_schema_id: ${error.message}`))
    }
  }

  /** Forgets ids that the registry did not know, so that they are asked for again: it may have been restored since. */
  forgetUnknown(): void {
    for (const [id, reading] of this.#readings) if (reading instanceof Undecodable) this.#readings.delete(id)
  }

  /** The record of a frame whose writer is known. Throws Undecodable with what is wrong. */
  decode(frame: Buffer | null): { readonly type: string; readonly value: unknown } {
    if (!frame) throw new Undecodable('no_value: the record has no value')
    if (frame.length < frameBytes || frame[0] !== 0)
      throw new Undecodable('bad_frame: the value does not begin with the Confluent frame (0x00 and a schema id)')
    const reading = this.#readings.get(frame.readInt32BE(1))
    if (!reading) throw new TypeError(`schema id ${frame.readInt32BE(1)} was not learned`)
    if (reading instanceof Undecodable) throw reading
    try {
      return { type: reading.type, value: reading.reader.fromBuffer(frame.subarray(frameBytes), reading.resolver) }
    } catch (error) {
      throw new Undecodable(`bad_avro: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #reading(id: number, writer: unknown): Reading | Undecodable {
    try {
      const type = avsc.Type.forSchema(writer as avsc.Schema, options())
      const name = type.name ?? type.typeName
      const reader = this.#readers.get(name)
      if (!reader) return new Undecodable(`unexpected_schema: schema ${id} is ${name}, which nothing here reads`)
      return { type: name, reader, resolver: type.equals(reader) ? undefined : reader.createResolver(type) }
    } catch (error) {
      return new Undecodable(
        `unreadable_schema: schema ${id}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

const typeOf = (avro: object): avsc.Type => avsc.Type.forSchema(avro as avsc.Schema, options())

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
