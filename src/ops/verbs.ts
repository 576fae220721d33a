import type { Settings } from '../config.ts'
import type { TopicAdmin } from '../kafka/index.ts'
import { schemasOf, topicsOf } from '../stream/index.ts'
import { topology } from '../topology.ts'
import { hintOf, kafkaOf, registryOf } from './connections.ts'
import { checkSchemas, registerSchemas } from './schemas.ts'
import { applyTopics, checkTopics } from './topics.ts'
import { withAdmin } from './with-admin.ts'

/** A verb of the command line: says what it found, answers whether all is as it should be. */
type Verb = (settings: Settings, say: (line: string) => void) => Promise<boolean>

export const topicsCheck: Verb = (settings, say) =>
  onCluster(settings, async admin =>
    report(await checkTopics(admin, topicsOf(topology), settings), 'every topic is as declared', say),
  )

export const topicsApply: Verb = (settings, say) =>
  onCluster(settings, async admin => {
    const { made, differences } = await applyTopics(admin, topicsOf(topology), settings)
    for (const name of made) say(`made ${name}`)
    return report(differences, 'every topic is as declared', say)
  })

export const schemasCheck: Verb = async (settings, say) =>
  report(await checkSchemas(registryOf(settings), schemasOf(topology)), 'every schema is registered as declared', say)

export const schemasRegister: Verb = async (settings, say) => {
  const ids = await registerSchemas(registryOf(settings), schemasOf(topology))
  for (const [schema, id] of ids) say(`${schema.name} is schema ${id}`)
  return true
}

function report(differences: readonly string[], fine: string, say: (line: string) => void): boolean {
  for (const difference of differences) say(difference)
  if (differences.length === 0) say(fine)
  return differences.length === 0
}

const onCluster = (settings: Settings, work: (admin: TopicAdmin) => Promise<boolean>): Promise<boolean> =>
  withAdmin(kafkaOf(settings), work, hintOf(settings))
