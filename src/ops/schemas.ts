import type { RecordSchema } from '../../schemas/record.ts'
import type { SchemaRegistry } from '../kafka/index.ts'

/** Registers every schema with the compatibility it declares; answers the id of each. Rejects with the registry's words for the first that does not fit. */
export async function registerSchemas(
  registry: SchemaRegistry,
  schemas: readonly RecordSchema[],
): Promise<Map<RecordSchema, number>> {
  const ids = await Promise.all(
    schemas.map(async (schema): Promise<[RecordSchema, number]> => [schema, await registry.register(schema)]),
  )
  return new Map(ids)
}

/** Every difference between the declared schemas and the registry's. */
export async function checkSchemas(registry: SchemaRegistry, schemas: readonly RecordSchema[]): Promise<string[]> {
  return (await Promise.all(schemas.map(schema => registry.differences(schema)))).flat()
}

/** The id of each schema as it is registered; those that are not are left out. */
export async function idsOf(
  registry: SchemaRegistry,
  schemas: readonly RecordSchema[],
): Promise<Map<RecordSchema, number>> {
  const ids = await Promise.all(schemas.map(async schema => ({ schema, id: await registry.idOf(schema) })))
  return new Map(ids.flatMap(({ schema, id }): [RecordSchema, number][] => (id === undefined ? [] : [[schema, id]])))
}
