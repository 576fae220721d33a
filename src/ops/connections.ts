import type { Logger } from 'pino'
import type { Settings } from '../config.ts'
import {
  clientCredentials,
  SchemaRegistry,
  type ConnectionSecurity,
  type KafkaSettings,
  type SaslSettings,
} from '../kafka/index.ts'

/** How the settings say to reach the Kafka at these addresses. */
export const kafkaAt = (
  brokers: readonly string[],
  clientId: string,
  settings: Settings,
  log: Logger,
): KafkaSettings => ({
  brokers,
  clientId,
  log,
  ...security(settings),
})

/** How the settings say to reach the registry at this address. */
export function registryAt(url: string, { topicPrefix, registryUser, registryPassword }: Settings): SchemaRegistry {
  if (registryUser === undefined || registryPassword === undefined) return new SchemaRegistry(url, topicPrefix)
  return new SchemaRegistry(url, topicPrefix, { username: registryUser, password: registryPassword })
}

function security(settings: Settings): ConnectionSecurity {
  const { kafkaTls, kafkaTlsCa: ca, kafkaTlsCert: cert, kafkaTlsKey: key } = settings
  return { ...(kafkaTls && { tls: { ca, cert, key } }), sasl: saslOf(settings) }
}

/** `readSettings` has seen to it that what a mechanism needs is there. */
function saslOf(settings: Settings): SaslSettings | undefined {
  const { kafkaSasl: mechanism, kafkaUser: username = '', kafkaPassword: password = '' } = settings
  if (mechanism === undefined) return undefined
  if (mechanism !== 'oauthbearer') return { mechanism, username, password }
  const {
    kafkaOauthUrl: url = '',
    kafkaOauthClientId: clientId = '',
    kafkaOauthClientSecret: clientSecret = '',
  } = settings
  return { mechanism, token: clientCredentials({ url, clientId, clientSecret, scope: settings.kafkaOauthScope }) }
}
