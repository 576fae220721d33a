import { randomUUID } from 'node:crypto'
import { Kafka, logLevel, type ISocketFactory, type Producer, type ProducerConfig } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createCluster, isPassing, type Position } from '../../../src/kafka/index.ts'
import { readAll } from '../read-all.ts'

/** The client as its makers ship it, over the network that is given. */
export const stockOver = (brokers: string, socketFactory?: ISocketFactory): Kafka =>
  new Kafka({
    brokers: brokers.split(','),
    clientId: 'stock',
    logLevel: logLevel.NOTHING,
    requestTimeout: 5_000,
    retry: { initialRetryTime: 20, retries: 10 },
    ...(socketFactory && { socketFactory }),
  })

/** A connected producer of the stock client. */
export async function stockProducer(kafka: Kafka, config: ProducerConfig): Promise<Producer> {
  const producer = kafka.producer({ maxInFlightRequests: 1, ...config })
  await producer.connect()
  return producer
}

export const transactional = (): ProducerConfig => ({ transactionalId: randomUUID() })

/** Our client, over the network that is given. */
export async function oursOver(brokers: string, topics: string[], socketFactory?: ISocketFactory) {
  const log = pino({ level: 'silent' })
  const network = socketFactory ? { socketFactory } : {}
  const cluster = createCluster({ brokers: brokers.split(','), clientId: 'ours', log, ...network })
  await cluster.connect()
  // A broker may hear of a new topic later than the one that made it.
  for (let attempt = 1; ; attempt++) {
    try {
      await cluster.addMultipleTargetTopics(topics)
      return cluster
    } catch (error) {
      if (!isPassing(error) || attempt > 50) throw error
      await sleep(50)
    }
  }
}

/** The values that lie in a topic's partitions, in order, by our own fetcher: it is the one that is right about what was committed. */
export async function valuesIn(brokers: string, topic: string, partitions = 1): Promise<string[]> {
  const cluster = await oursOver(brokers, [topic])
  const places = Array.from({ length: partitions }, (_, partition): Position => ({ topic, partition, offset: 0 }))
  const seen = await Promise.all(places.map(place => readAll(cluster, place))).finally(() => cluster.disconnect())
  return seen.flat().map(({ value }) => value ?? '')
}

/** The type of what a promise rejects with; fails where it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const thrown: unknown = await promise.then(
    value => {
      throw new Error(`it resolved: ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
