import assert from 'node:assert/strict'
import { z } from 'zod'
import { AvroCodec } from '../../../src/kafka/index.ts'
import type { Publication } from '../../../src/stream/define.ts'

const noRegistry = { schemaOf: () => Promise.reject(new Error('a test has no registry')) }
const Fields = z.object({ fields: z.array(z.object({ name: z.string() })) })
const Value = z.record(z.string(), z.unknown())

/** The value of a publication, which Avro takes and which has every field of its schema and none besides. */
export function fitting({ schema, value }: Publication): Record<string, unknown> {
  const codec = new AvroCodec(noRegistry, [schema])
  codec.useForWriting(schema, 1)
  codec.encode(schema, value)
  const fields = Fields.parse(schema.avro).fields.map(({ name }) => name)
  assert.deepEqual(Object.keys(Value.parse(value)).sort(), fields.sort())
  return Value.parse(value)
}
