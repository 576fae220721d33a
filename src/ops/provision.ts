import type { Logger } from 'pino'
import type { RecordSchema } from '../../schemas/record.ts'
import type { Settings } from '../config.ts'
import type { SchemaRegistry, TopicAdmin } from '../kafka/index.ts'
import { schemasOf, topicsOf, type Topology } from '../stream/index.ts'
import { NotProvisioned } from './not-provisioned.ts'
import { checkSchemas, idsOf, registerSchemas } from './schemas.ts'
import { applyTopics, checkTopics } from './topics.ts'

/**
 * In development makes missing topics and registers schemas; in production only checks. Rejects with NotProvisioned when anything differs then.
 * Answers the id of every schema.
 */
export async function provision(
  topology: Topology,
  settings: Settings,
  admin: TopicAdmin,
  registry: SchemaRegistry,
  log: Logger,
): Promise<ReadonlyMap<RecordSchema, number>> {
  const topics = topicsOf(topology)
  const schemas = schemasOf(topology)
  if (settings.environment === 'production') {
    const differences = [...(await checkTopics(admin, topics, settings)), ...(await checkSchemas(registry, schemas))]
    if (differences.length > 0) throw new NotProvisioned(differences)
    return idsOf(registry, schemas)
  }
  const [{ made, differences }, ids] = await Promise.all([
    applyTopics(admin, topics, settings),
    registerSchemas(registry, schemas).catch(refusals),
  ])
  if (ids instanceof NotProvisioned) throw new NotProvisioned([...differences, ...ids.differences], { cause: ids })
  if (differences.length > 0) throw new NotProvisioned(differences)
  log.info({ topics: topics.length, made, schemas: schemas.length }, 'topics and schemas are as declared')
  return ids
}

/** What the registry refused is named together with what differs on the cluster. */
function refusals(error: unknown): NotProvisioned {
  if (error instanceof NotProvisioned) return error
  throw error
}
