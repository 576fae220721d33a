import type { RecordSchema } from '../../schemas/record.ts'
import { fullMessage, RegistryUnavailable, type SchemaRegistry } from '../kafka/index.ts'
import { NotProvisioned } from './not-provisioned.ts'

/**
 * Registers every schema with the compatibility it declares; answers the id of each. Rejects with RegistryUnavailable, or with NotProvisioned and the
 * registry's words for each that does not fit; the others are registered all the same.
 */
export async function registerSchemas(
  registry: SchemaRegistry,
  schemas: readonly RecordSchema[],
): Promise<Map<RecordSchema, number>> {
  // Asked first, because a registry that does not answer would otherwise be told once per schema.
  await Promise.all(schemas.slice(0, 1).map(schema => registry.idOf(schema)))
  const settled = await Promise.allSettled(
    schemas.map(async (schema): Promise<[RecordSchema, number]> => [schema, await registry.register(schema)]),
  )
  const refusals = settled.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
  const unavailable = refusals.find(refusal => refusal instanceof RegistryUnavailable)
  if (unavailable) throw unavailable
  if (refusals.length > 0) throw new NotProvisioned(refusals.map(fullMessage), { cause: refusals[0] })
  return new Map(settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])))
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
