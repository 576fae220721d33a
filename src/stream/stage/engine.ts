import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { AvroCodec, KafkaSettings } from '../../kafka/index.ts'
import type { Metrics } from '../../metrics.ts'

/** What every part of the engine is given. */
export interface Engine {
  readonly settings: Settings
  readonly kafka: KafkaSettings
  readonly codec: AvroCodec
  readonly clock: Clock
  readonly metrics: Metrics
  readonly log: Logger
}

/** A topic's name on the cluster. */
export const onCluster = (engine: Engine, topic: { readonly name: string }): string =>
  `${engine.settings.topicPrefix}${topic.name}`
