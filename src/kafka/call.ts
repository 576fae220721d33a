import type { Broker } from 'kafkajs/src/broker/index.js'
import { errorType, KafkaError } from './errors.ts'
import { Reader } from './wire.ts'

/** One of Kafka's requests at one version, as we encode it ourselves. */
export interface Api {
  readonly key: number
  readonly version: number
  readonly name: string
}

/**
 * Sends a request of our own encoding through kafkajs's connection to the broker and decodes the answer.
 * Rejects as kafkajs does for connections and time-outs; with UNSUPPORTED_VERSION where the broker is older than Signalbox needs.
 */
export async function call<T>(
  broker: Broker,
  api: Api,
  body: Buffer,
  decode: (reader: Reader) => T,
  timeoutMs?: number,
): Promise<T> {
  if (!broker.isConnected()) await broker.connect()
  const offered = broker.versions?.[api.key]
  if (!offered || offered.maxVersion < api.version || offered.minVersion > api.version)
    throw new KafkaError(
      'UNSUPPORTED_VERSION',
      `Signalbox needs ${api.name} v${api.version}; this broker offers ${offered ? `v${offered.minVersion} to v${offered.maxVersion}` : 'none'} (Kafka 2.5 or newer has it)`,
    )
  let answer: T | undefined
  const request = {
    apiKey: api.key,
    apiVersion: api.version,
    apiName: api.name,
    encode: () => Promise.resolve({ buf: body, buffer: body }),
  }
  const response = {
    decode: (bytes: Buffer) => {
      answer = decode(new Reader(bytes))
      return Promise.resolve({})
    },
    parse: () => Promise.resolve(),
  }
  try {
    await broker.connectionPool.send({ request, response, requestTimeout: timeoutMs ?? null })
  } catch (error) {
    if (errorType(error) === 'KafkaJSConnectionClosedError') await broker.disconnect()
    throw error
  }
  if (answer === undefined) throw new KafkaError('UNKNOWN', `${api.name}: no answer`)
  return answer
}
