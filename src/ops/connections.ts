import type { Logger } from 'pino'
import type { Settings } from '../config.ts'
import { createLogger } from '../logger.ts'
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

/** For verbs: the Kafka that the settings name, or the embedded one of this machine. */
export const kafkaOf = (settings: Settings): KafkaSettings =>
  kafkaAt(
    settings.kafkaBrokers ?? [`127.0.0.1:${settings.kafkaPort}`],
    'signalbox-cli',
    settings,
    createLogger(settings),
  )

/** For verbs: what to add where that Kafka does not answer. */
export const hintOf = ({ kafkaBrokers }: Settings): string =>
  kafkaBrokers ? '' : '; without the setting, npm start or npm run stack must be running'

/** For verbs: the registry that the settings name, or the embedded one of this machine. */
export const registryOf = (settings: Settings): SchemaRegistry =>
  registryAt(settings.registryUrl ?? `http://127.0.0.1:${settings.registryPort}/apis/ccompat/v7`, settings)

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
