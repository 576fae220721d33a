import type { JsonSchema } from '../frame/endpoint.ts'
import { jsonSchemaOf } from '../frame/json-schema.ts'
import { eventKinds } from './events.ts'

/** What the data of each CloudEvents type must be, as JSON Schema. */
export const dataSchemas: ReadonlyMap<string, JsonSchema> = new Map(
  [...eventKinds].map(([type, { data }]) => [type, { title: type, ...jsonSchemaOf(data) }]),
)
