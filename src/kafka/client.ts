import { createRequire } from 'node:module'
import { logLevel, type ISocketFactory } from 'kafkajs'
import Cluster from 'kafkajs/src/cluster/index.js'
import loggers from 'kafkajs/src/loggers/index.js'
import socketFactory from 'kafkajs/src/network/socketFactory.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import { startClean } from './clean-start.ts'
import { clientSecurity, type ConnectionSecurity } from './security.ts'

/** How to reach a Kafka cluster. */
export interface KafkaSettings extends ConnectionSecurity {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly log: Logger
  /** Who opens the sockets, where kafkajs does not: tests lose and hold requests there. */
  readonly socketFactory?: ISocketFactory
}

/** What src/kafka is written and tested against: it reaches into the client, so another version is refused. */
export const requiredVersion = '2.2.4'

const Package = z.object({ version: z.string() })
const installedVersion = () => Package.parse(createRequire(import.meta.url)('kafkajs/package.json')).version

/** Throws unless the installed client is the one that src/kafka is written for. */
export function checkClientVersion(found: unknown = installedVersion()): void {
  if (found === requiredVersion) return
  throw new Error(
    `kafkajs ${String(found)} is installed, but src/kafka reaches into kafkajs ${requiredVersion}: run npm ci`,
  )
}

/** A flat, short back-off: what lies above decides how long to go on, and CONCURRENT_TRANSACTIONS is a matter of milliseconds. */
export const retry = { initialRetryTime: 20, multiplier: 1.5, factor: 0.2, maxRetryTime: 500, retries: 5 }

/** What kafkajs logs is of use to whoever debugs the client; what matters to an operator the engine says itself. */
export const logCreator = (log: Logger) => () => (entry: { namespace: string; log: { message: string } }) => {
  log.debug({ from: 'kafkajs', namespace: entry.namespace }, entry.log.message)
}

/**
 * Connections to the cluster, one set per use: a group's join holds its connection for as long as the rebalance lasts, so nothing else may wait on it.
 * `topics` are those whose leaders it must know. Connects until `signal` says stop.
 */
export function createCluster(settings: KafkaSettings): Cluster {
  checkClientVersion()
  const cluster = new Cluster({
    logger: loggers.createLogger({ level: logLevel.INFO, logCreator: logCreator(settings.log) }),
    socketFactory: settings.socketFactory ?? socketFactory(),
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    ...clientSecurity(settings),
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    reauthenticationThreshold: 10_000,
    requestTimeout: 5_000,
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    retry,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: 1,
  })
  startClean(cluster.connectionPoolBuilder)
  return cluster
}
