import { Decisions } from '../../../schemas/decisions.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { AvroCodec, Undecodable, type SchemaWriter } from '../../kafka/index.ts'
import { processSchemasOf, type ProcessTopology } from '../topology.ts'

const noRegistry = {
  schemaOf: (id: number) => Promise.reject(new Error(`a test has no registry to ask for schema ${id}`)),
}

/** The engine's codec without a registry: an id that nothing was written with is known to be unknown at once. */
class TestCodec extends AvroCodec {
  override writer(id: number): SchemaWriter | Undecodable {
    return super.writer(id) ?? new Undecodable(`unknown_schema_id: the schema registry knows no schema ${id}`)
  }
}

/** The registry's part in a test: gives each schema an id, and keeps apart what the engine may write and what anybody may send. */
export class TestSchemas {
  readonly engine: AvroCodec
  readonly #sources = new AvroCodec(noRegistry, [])
  readonly #ids = new Map<RecordSchema, number>()

  constructor(topology: ProcessTopology) {
    const schemas = [...new Set([...processSchemasOf(topology), Decisions])]
    this.engine = new TestCodec(noRegistry, schemas)
    for (const schema of schemas) this.engine.useForWriting(schema, this.#idOf(schema))
  }

  /** A value as a source encodes it, with any schema: an older or newer one of the same name too. */
  encode(schema: RecordSchema, value: unknown): Buffer {
    this.#idOf(schema)
    return this.#sources.encode(schema, value)
  }

  #idOf(schema: RecordSchema): number {
    const known = this.#ids.get(schema)
    if (known !== undefined) return known
    const id = this.#ids.size + 1
    this.#ids.set(schema, id)
    this.#sources.useForWriting(schema, id)
    this.engine.useForReading(id, schema.avro)
    return id
  }
}
