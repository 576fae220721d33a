/** TLS and SASL on a real broker with every kind of listener: who is let in can work, who is not is told what to do. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { clientCredentials, createCluster, Publisher, TopicAdmin, type KafkaSettings } from '../../src/kafka/index.ts'
import { KafkaUnreachable, withAdmin } from '../../src/ops/with-admin.ts'
import { authority, type Authority } from './certificates.ts'
import { readAll } from './read-all.ts'
import { addScramUser } from './scram.ts'
import { startSecureBroker, user, type SecureBroker } from './secure-broker.ts'
import { startTokenEndpoint } from './token-endpoint.ts'
import { record, writable } from './cluster.ts'
import { soleMember } from './unit.ts'

const log = pino({ level: 'silent' })
let broker: SecureBroker
let stranger: Authority
const topic = 'records'

before(async () => {
  broker = await startSecureBroker()
  stranger = authority(broker.folder, 'stranger')
  const plaintext = { brokers: [broker.at.plaintext], clientId: 'test', log }
  await addScramUser(plaintext, user)
  const admin = new TopicAdmin(plaintext)
  await admin.connect()
  await admin.create([{ name: topic, partitions: 1, replication: 1, config: {} }])
  await admin.close()
  await writable(plaintext, topic, 1)
})
after(() => broker.stop())

type Security = Pick<KafkaSettings, 'tls' | 'sasl'>
const settings = (at: string, security: Security = {}): KafkaSettings => ({
  brokers: [at],
  clientId: 'test',
  log,
  ...security,
})
const pem = (path: string) => readFileSync(path, 'utf8')
const tls = () => ({ ca: pem(broker.authority.ca) })
const byPassword = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', password = user.password) => ({
  mechanism,
  username: user.name,
  password,
})

/** Admin, a published record, a transaction of a group member, and reading both back: all through the one listener. */
async function works(kafka: KafkaSettings): Promise<void> {
  const admin = await withAdmin(kafka, connected => connected.describe([topic], ['retention.ms']))
  assert.equal(admin.length, 1)
  const cluster = createCluster(kafka)
  await cluster.connect()
  await cluster.addMultipleTargetTopics([topic])
  const [published, committed] = [randomUUID(), randomUUID()]
  await new Publisher(cluster, 5_000, log, () => undefined).publish([
    { topic, partition: 0, record: record('k', published) },
  ])
  const member = await soleMember(cluster, topic)
  await member.commit([{ topic, partition: 0, records: [record('k', committed)] }])
  const values = (await readAll(cluster, { topic, partition: 0, offset: 0 })).map(({ value }) => value)
  assert.ok(values.includes(published) && values.includes(committed))
  await member.leave()
  await cluster.disconnect()
}

/** The sentence with which the start refuses; it must come soon. */
async function refusal(kafka: KafkaSettings): Promise<string> {
  const began = performance.now()
  const error: unknown = await withAdmin(kafka, () => Promise.resolve()).then(
    () => assert.fail('it was let in'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof KafkaUnreachable, String(error))
  assert.ok(performance.now() - began < 8_000, 'the start gives up, and says so')
  assert.match(error.message, new RegExp(kafka.brokers.join()))
  return error.message
}

describe('who is let in can do all that the pipeline does', () => {
  test('TLS alone', () => works(settings(broker.at.tls, { tls: tls() })))
  test('TLS with a certificate of our own', () => {
    const { cert, key } = broker.authority.issue('client', 'DNS:client')
    return works(settings(broker.at.mutual, { tls: { ...tls(), cert: pem(cert), key: pem(key) } }))
  })
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    test(mechanism, () => works(settings(broker.at.sasl, { sasl: byPassword(mechanism) })))
    test(`${mechanism} over TLS`, () => works(settings(broker.at.saslTls, { tls: tls(), sasl: byPassword(mechanism) })))
  }
})

describe('who is not let in is told what to do, soon', () => {
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const)
    test(`a wrong password: ${mechanism}`, async () => {
      const said = await refusal(settings(broker.at.sasl, { sasl: byPassword(mechanism, 'wrong') }))
      assert.match(said, /SIGNALBOX_KAFKA_PASSWORD/)
      assert.doesNotMatch(said, /wrong/)
    })
  test('a mechanism that the broker does not offer', async () => {
    const sasl = { mechanism: 'oauthbearer', token: () => Promise.resolve('t') } as const
    assert.match(
      await refusal(settings(broker.at.sasl, { sasl })),
      /does not offer the mechanism that SIGNALBOX_KAFKA_SASL names/,
    )
  })
  test('an authority that is not the one of the broker, or none', async () => {
    for (const ca of [pem(stranger.ca), undefined])
      assert.match(await refusal(settings(broker.at.tls, { tls: { ca } })), /SIGNALBOX_KAFKA_TLS_CA/)
  })
  test('a broker under a name that its certificate does not have', async () => {
    const at = broker.at.tls.replace('127.0.0.1', 'localhost')
    assert.match(await refusal(settings(at, { tls: tls() })), /certificate is for other names.*Host: localhost/)
  })
  test('no certificate of our own where the broker wants one', async () =>
    assert.match(await refusal(settings(broker.at.mutual, { tls: tls() })), /SIGNALBOX_KAFKA_TLS_CERT/))
  test('no TLS at a port that wants it', async () =>
    assert.match(await refusal(settings(broker.at.tls)), /SIGNALBOX_KAFKA_TLS\b/))
  test('TLS at a port that has none', async () =>
    assert.match(await refusal(settings(broker.at.plaintext, { tls: tls() })), /SIGNALBOX_KAFKA_TLS is true/))
  test('no user at a port that wants one', async () =>
    assert.match(await refusal(settings(broker.at.sasl)), /SIGNALBOX_KAFKA_SASL/))
  test('a user at a port that knows none', async () => {
    const said = await refusal(settings(broker.at.plaintext, { sasl: byPassword('plain') }))
    assert.match(said, /takes no SASL/)
  })
})

describe('oauthbearer', () => {
  const credentials = (url: string) => ({ url, clientId: 'ada', clientSecret: 'hush' })

  test('a token of the endpoint lets us in, one request for all connections', async () => {
    const endpoint = await startTokenEndpoint(3_600)
    const sasl = { mechanism: 'oauthbearer', token: clientCredentials(credentials(endpoint.url)) } as const
    await works(settings(broker.at.oauth, { sasl }))
    endpoint.stop()
    assert.equal(endpoint.asked.length, 1)
  })

  test('connections authenticate again, with a newer token, before the broker would close them', async t => {
    const endpoint = await startTokenEndpoint(12)
    const sasl = { mechanism: 'oauthbearer', token: clientCredentials(credentials(endpoint.url)) } as const
    const cluster = createCluster(settings(broker.at.oauth, { sasl }))
    await cluster.connect()
    await cluster.addMultipleTargetTopics([topic])
    const publisher = new Publisher(cluster, 5_000, log, () => undefined)
    await publisher.publish([{ topic, partition: 0, record: record('k', 'first') }])
    const before = endpoint.asked.length
    const until = performance.now() + 5_000
    while (performance.now() < until) {
      await publisher.publish([{ topic, partition: 0, record: record('k', 'more') }])
      await sleep(50)
    }
    await cluster.disconnect()
    endpoint.stop()
    t.diagnostic(`${endpoint.asked.length - before} further tokens in 5 s`)
    assert.ok(endpoint.asked.length - before >= 2)
  })

  test('an endpoint that refuses, and one that is not there, are named', async () => {
    const endpoint = await startTokenEndpoint(60)
    endpoint.answer({ status: 401, body: '{"error":"invalid_client"}' })
    const kafka = () =>
      settings(broker.at.oauth, {
        sasl: { mechanism: 'oauthbearer', token: clientCredentials(credentials(endpoint.url)) },
      })
    assert.match(await refusal(kafka()), /SIGNALBOX_KAFKA_OAUTH_URL.*401.*invalid_client/)
    endpoint.stop()
    assert.match(await refusal(kafka()), /SIGNALBOX_KAFKA_OAUTH_URL.*does not answer/)
  })
})
