import avsc from 'avsc'
import { z } from 'zod'
import type { RecordSchema } from '../../../schemas/record.ts'
import { FieldLocator } from './field-locator.ts'
import { Undecodable } from './undecodable.ts'

/** What shall be read of a schema's records. */
export interface Wanted {
  readonly schema: RecordSchema
  /** The fields that are decoded; all where undefined. */
  readonly fields: readonly string[] | undefined
  /** The fields that are located in every record, in this order, before any is decoded. */
  readonly located: readonly string[]
}

/** How records of one writer are read: located first, decoded only when somebody wants them. */
export interface Reading {
  /** The schema's full name. */
  readonly type: string
  /** Finds the located fields in a record's body, in the order in which they were wanted. */
  readonly locator: FieldLocator
  /** Per located field the symbols of the writer's enum; empty where the field is none. */
  readonly symbols: readonly (readonly string[])[]
  /** The body in bytes[at, end) with the wanted fields alone. Throws Undecodable. */
  decode(bytes: Buffer, at: number, end: number): unknown
}

const Field = z.looseObject({ name: z.string(), aliases: z.array(z.string()).optional(), type: z.unknown() })
const RecordJson = z.looseObject({ fields: z.array(Field) })

/** A new object each time: avsc keeps the types it has seen in it. */
export const options = () => ({ wrapUnions: 'never' as const, omitRecordMethods: true })

/** A schema as it is read: with fewer fields than it has, the rest is skipped in the bytes. */
export class Projection {
  readonly schema: RecordSchema
  readonly #names: readonly string[][]
  readonly #type: avsc.Type

  constructor({ schema, fields, located }: Wanted) {
    this.schema = schema
    const declared = RecordJson.parse(schema.avro).fields
    this.#names = located.map(name => [name, ...(declared.find(field => field.name === name)?.aliases ?? [])])
    this.#type = projected(schema, fields)
  }

  /** How records of a writer are read. Throws where its schema cannot be resolved to ours. */
  of(writer: unknown): Reading {
    const type = avsc.Type.forSchema(writer as avsc.Schema, options())
    const resolver = type.equals(this.#type) ? undefined : this.#type.createResolver(type)
    const locator = new FieldLocator(writer, this.#names)
    return new ProjectedReading(this.schema.name, locator, symbolsOf(type, this.#names), this.#type, resolver)
  }
}

class ProjectedReading implements Reading {
  readonly type: string
  readonly locator: FieldLocator
  readonly symbols: readonly (readonly string[])[]
  readonly #reader: avsc.Type
  readonly #resolver: avsc.Resolver | undefined

  constructor(
    type: string,
    locator: FieldLocator,
    symbols: readonly (readonly string[])[],
    reader: avsc.Type,
    resolver: avsc.Resolver | undefined,
  ) {
    this.type = type
    this.locator = locator
    this.symbols = symbols
    this.#reader = reader
    this.#resolver = resolver
  }

  decode(bytes: Buffer, at: number, end: number): unknown {
    let decoded: { value: unknown; offset: number }
    try {
      decoded = this.#reader.decode(bytes, at, this.#resolver)
    } catch (error) {
      throw new Undecodable(`bad_avro: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (decoded.offset === end) return decoded.value
    throw new Undecodable(
      decoded.offset < 0 || decoded.offset > end
        ? 'bad_avro: the record ends before its schema says'
        : `bad_avro: ${end - decoded.offset} bytes too many`,
    )
  }
}

/** The reader's type with the wanted fields alone; fields keep the types that the whole schema gives them, also by name. */
function projected(schema: RecordSchema, fields: readonly string[] | undefined): avsc.Type {
  const whole = avsc.Type.forSchema(schema.avro as avsc.Schema, options())
  if (!fields) return whole
  const declared = RecordJson.parse(schema.avro)
  const typed = new Map(
    (whole instanceof avsc.types.RecordType ? whole.fields : []).map(field => [field.name, field.type]),
  )
  const kept = declared.fields.filter(field => fields.includes(field.name))
  const json = {
    ...declared,
    namespace: undefined,
    name: whole.name,
    fields: kept.map(field => ({ ...field, type: typed.get(field.name) })),
  }
  return avsc.Type.forSchema(json as unknown as avsc.Schema, options())
}

function symbolsOf(writer: avsc.Type, names: readonly string[][]): string[][] {
  const fields = writer instanceof avsc.types.RecordType ? writer.fields : []
  return names.map(candidates => {
    const type = fields.find(field => candidates.includes(field.name))?.type
    const branches = type && 'types' in type ? (type.types as avsc.Type[]) : type ? [type] : []
    const symbols = branches.find(branch => branch instanceof avsc.types.EnumType)
    return symbols instanceof avsc.types.EnumType ? [...symbols.symbols] : []
  })
}
