/** How new versions of a schema must relate to the old ones; the registry holds it per subject. */
export type Compatibility = 'BACKWARD' | 'FULL' | 'FULL_TRANSITIVE'

/** An Avro record schema as a value, with the TypeScript type of its records: what `npm run schemas:generate` writes beside each .avsc file. */
export interface RecordSchema<Name extends string = string, T = unknown> {
  /** Full Avro name; also the subject in the registry (RecordNameStrategy). */
  readonly name: Name
  readonly compatibility: Compatibility
  /** The Avro schema as JSON, as it is registered. */
  readonly avro: object
  /** Carries the record's type; never set. */
  readonly type?: T
}

/** The TypeScript type of a schema's records. */
export type RecordOf<S> = S extends RecordSchema<string, infer T> ? T : never
