/** TLS, SASL and registry credentials among the settings: every wrong one, and every wrong combination, is named at once. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { InvalidSettings, readSettings } from '../src/config.ts'
import { authority } from './kafka/certificates.ts'

type Env = Record<string, string>

const folder = mkdtempSync(join(tmpdir(), 'signalbox-config-'))
after(() => rmSync(folder, { recursive: true }))
const ours = authority(folder, 'ours')
const own = ours.issue('client', 'DNS:client')
const other = ours.issue('other', 'DNS:other')

const cluster: Env = { SIGNALBOX_KAFKA_BROKERS: 'kafka:9093', SIGNALBOX_REGISTRY_URL: 'https://registry' }

function problemsOf(env: Env): string[] {
  try {
    readSettings({ ...cluster, ...env })
  } catch (error) {
    assert.ok(error instanceof InvalidSettings)
    return [...error.problems]
  }
  return []
}
const namesOf = (env: Env) => problemsOf(env).map(problem => problem.split(':')[0])

test('files are read, mechanisms may be written as Java’s clients write them', () => {
  const settings = readSettings({
    ...cluster,
    SIGNALBOX_KAFKA_TLS: 'true',
    SIGNALBOX_KAFKA_TLS_CA: ours.ca,
    SIGNALBOX_KAFKA_TLS_CERT: own.cert,
    SIGNALBOX_KAFKA_TLS_KEY: own.key,
    SIGNALBOX_KAFKA_SASL: 'SCRAM-SHA-512',
    SIGNALBOX_KAFKA_USER: 'ada',
    SIGNALBOX_KAFKA_PASSWORD: ' blanks belong to it ',
    SIGNALBOX_REGISTRY_USER: 'ada',
    SIGNALBOX_REGISTRY_PASSWORD: 'x',
  })
  assert.equal(settings.kafkaTls, true)
  assert.equal(settings.kafkaTlsCa, readFileSync(ours.ca, 'utf8'))
  assert.equal(settings.kafkaTlsKey, readFileSync(own.key, 'utf8'))
  assert.deepEqual([settings.kafkaSasl, settings.kafkaPassword], ['scram-sha-512', ' blanks belong to it '])
  assert.equal(readSettings({}).kafkaTls, false)
})

test('a file that cannot be read, or is not what it should be, is named with its path', () => {
  const rubbish = join(folder, 'rubbish')
  writeFileSync(rubbish, 'rubbish')
  const problems = problemsOf({
    SIGNALBOX_KAFKA_TLS: 'true',
    SIGNALBOX_KAFKA_TLS_CA: join(folder, 'none'),
    SIGNALBOX_KAFKA_TLS_CERT: rubbish,
    SIGNALBOX_KAFKA_TLS_KEY: rubbish,
  })
  assert.match(
    problems[0] ?? '',
    /^SIGNALBOX_KAFKA_TLS_CA: must name a file with certificates as PEM: ENOENT.*none"\)$/,
  )
  assert.match(problems[1] ?? '', /^SIGNALBOX_KAFKA_TLS_CERT: must name a file with certificates as PEM: .*rubbish"\)$/)
  assert.match(
    problems[2] ?? '',
    /^SIGNALBOX_KAFKA_TLS_KEY: must name a file with a private key as PEM, without a passph/,
  )
  assert.equal(problems.length, 3)
})

test('a key that is not the certificate’s is refused', () =>
  assert.deepEqual(
    namesOf({ SIGNALBOX_KAFKA_TLS: 'true', SIGNALBOX_KAFKA_TLS_CERT: own.cert, SIGNALBOX_KAFKA_TLS_KEY: other.key }),
    ['SIGNALBOX_KAFKA_TLS_KEY'],
  ))

test('certificate and key belong together, and files to TLS', () => {
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_TLS: 'true', SIGNALBOX_KAFKA_TLS_CERT: own.cert }), [
    'SIGNALBOX_KAFKA_TLS_KEY',
  ])
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_TLS: 'true', SIGNALBOX_KAFKA_TLS_KEY: own.key }), [
    'SIGNALBOX_KAFKA_TLS_CERT',
  ])
  assert.deepEqual(problemsOf({ SIGNALBOX_KAFKA_TLS_CA: ours.ca }), [
    'SIGNALBOX_KAFKA_TLS_CA: is of no use without SIGNALBOX_KAFKA_TLS=true',
  ])
})

test('a mechanism needs what it is for, and the rest is of no use', () => {
  for (const SIGNALBOX_KAFKA_SASL of ['plain', 'scram-sha-256', 'SCRAM-SHA-512'])
    assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_SASL }), ['SIGNALBOX_KAFKA_USER', 'SIGNALBOX_KAFKA_PASSWORD'])
  const oauth = ['URL', 'CLIENT_ID', 'CLIENT_SECRET'].map(name => `SIGNALBOX_KAFKA_OAUTH_${name}`)
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_SASL: 'oauthbearer' }), oauth)
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_SASL: 'oauthbearer', SIGNALBOX_KAFKA_USER: 'ada' }), [
    ...oauth,
    'SIGNALBOX_KAFKA_USER',
  ])
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_USER: 'ada', SIGNALBOX_KAFKA_PASSWORD: 'x' }), [
    'SIGNALBOX_KAFKA_USER',
    'SIGNALBOX_KAFKA_PASSWORD',
  ])
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_OAUTH_SCOPE: 'x' }), ['SIGNALBOX_KAFKA_OAUTH_SCOPE'])
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_SASL: 'kerberos' }), ['SIGNALBOX_KAFKA_SASL'])
  assert.deepEqual(namesOf({ SIGNALBOX_KAFKA_TLS: 'yes' }), ['SIGNALBOX_KAFKA_TLS'])
})

test('the registry’s user and password belong together', () => {
  assert.deepEqual(namesOf({ SIGNALBOX_REGISTRY_USER: 'ada' }), ['SIGNALBOX_REGISTRY_PASSWORD'])
  assert.deepEqual(namesOf({ SIGNALBOX_REGISTRY_PASSWORD: 'x' }), ['SIGNALBOX_REGISTRY_USER'])
})

test('what is embedded has neither TLS nor users', () => {
  const names = (env: Env) => {
    try {
      readSettings(env)
      return []
    } catch (error) {
      assert.ok(error instanceof InvalidSettings)
      return error.problems.map(problem => problem.split(':')[0])
    }
  }
  assert.deepEqual(names({ SIGNALBOX_KAFKA_TLS: 'true' }), ['SIGNALBOX_KAFKA_BROKERS'])
  assert.deepEqual(names({ SIGNALBOX_REGISTRY_USER: 'a', SIGNALBOX_REGISTRY_PASSWORD: 'b' }), [
    'SIGNALBOX_REGISTRY_URL',
  ])
})

test('no secret is in a message', () => {
  const problems = problemsOf({
    SIGNALBOX_KAFKA_SASL: 'kerberos',
    SIGNALBOX_KAFKA_PASSWORD: 'hidden',
    SIGNALBOX_KAFKA_OAUTH_CLIENT_SECRET: 'hidden',
    SIGNALBOX_REGISTRY_PASSWORD: 'hidden',
  })
  assert.ok(problems.length >= 3)
  assert.doesNotMatch(problems.join('\n'), /hidden/)
})
