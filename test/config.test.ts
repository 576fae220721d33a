import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { InvalidSettings, readSettings, settingRows } from '../src/config.ts'
import { exampleFile, exampleFlows } from '../src/flow-settings/example.ts'
import { fastFlows } from './flows/settings.ts'

type Env = Record<string, string>

/** The problems of an environment that must have some. */
function problemsOf(env: Env): readonly string[] {
  try {
    readSettings(env)
  } catch (error) {
    assert.ok(error instanceof InvalidSettings)
    for (const problem of error.problems) assert.ok(error.message.includes(problem))
    return error.problems
  }
  return assert.fail('the settings were taken')
}

const namesOf = (problems: readonly string[]) => problems.map(problem => problem.split(':')[0])

const production: Env = {
  SIGNALBOX_ENV: 'production',
  SIGNALBOX_FLOWS_FILE: exampleFile,
  SIGNALBOX_KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  SIGNALBOX_REGISTRY_URL: 'https://registry.example/apis/ccompat/v7',
  SIGNALBOX_HTTP_TOKEN: 'sixteen-characters',
  SIGNALBOX_BRAZE_URL: 'https://rest.fra-01.braze.eu',
  SIGNALBOX_BRAZE_KEY: 'the-key',
}

test('without settings: development, every part, the documented ports, nothing named that is embedded', () => {
  const settings = readSettings({})
  assert.equal(settings.environment, 'development')
  assert.equal(settings.instance, hostname())
  assert.deepEqual(settings.parts, ['ingress', 'poll', 'process', 'deliver'])
  assert.deepEqual(
    [settings.httpHost, settings.httpPort, settings.kafkaPort, settings.registryPort, settings.sandboxPort],
    ['127.0.0.1', 8080, 9092, 8081, 8090],
  )
  assert.deepEqual(
    [settings.kafkaBrokers, settings.registryUrl, settings.httpToken, settings.brazeUrl, settings.brazeKey],
    [undefined, undefined, undefined, undefined, undefined],
  )
})

test('lists and numbers are read, blanks around them do not count', () => {
  const settings = readSettings({ ...production, SIGNALBOX_PARTS: 'process , deliver.braze', SIGNALBOX_HTTP_PORT: '0' })
  assert.deepEqual(settings.kafkaBrokers, ['kafka-1:9092', 'kafka-2:9092'])
  assert.deepEqual(settings.parts, ['process', 'deliver.braze'])
  assert.equal(settings.httpPort, 0)
})

test('every problem is named at once: wrong ones, missing ones, unknown ones', () => {
  const problems = problemsOf({
    SIGNALBOX_ENV: 'production',
    SIGNALBOX_FLOWS_FILE: exampleFile,
    SIGNALBOX_PARTS: 'ingress,deliver,delivery',
    SIGNALBOX_HTTP_PORT: '80800',
    SIGNALBOX_HTTP_RATE: 'many',
    SIGNALBOX_BRAZE_BATCH: '1.5',
    SIGNALBOX_REGISTRY_URL: 'localhost:8081',
    SIGNALBOX_TOPIC_PREFIX: 'a/b',
    SIGNALBOX_BRAZE_URI: 'https://rest.fra-01.braze.eu',
  })
  assert.deepEqual(namesOf(problems).sort(), [
    'SIGNALBOX_BRAZE_BATCH',
    'SIGNALBOX_BRAZE_URI',
    'SIGNALBOX_HTTP_PORT',
    'SIGNALBOX_HTTP_RATE',
    'SIGNALBOX_KAFKA_BROKERS',
    'SIGNALBOX_PARTS',
    'SIGNALBOX_REGISTRY_URL',
    'SIGNALBOX_TOPIC_PREFIX',
  ])
  assert.ok(problems.some(problem => problem.includes('(it is "80800")')))
  assert.ok(problems.includes('SIGNALBOX_BRAZE_URI: there is no such setting; signalbox start --help lists them all'))
})

test('brokers are host:port, one by one', () => {
  for (const brokers of ['localhost', 'a:9092,', 'a:9092,b', 'kafka://a:9092', 'a:b'])
    assert.deepEqual(
      namesOf(problemsOf({ SIGNALBOX_KAFKA_BROKERS: brokers, SIGNALBOX_REGISTRY_URL: 'http://r' })).slice(0, 1),
      ['SIGNALBOX_KAFKA_BROKERS'],
      brokers,
    )
})

test('the value of a secret is never in the message, nor the password of a URL', () => {
  const problems = problemsOf({
    ...production,
    SIGNALBOX_HTTP_TOKEN: 'too-short',
    SIGNALBOX_BRAZE_KEY: 'the-key',
    SIGNALBOX_REGISTRY_URL: 'ftp://user:hidden@registry',
  })
  assert.deepEqual(namesOf(problems).sort(), ['SIGNALBOX_HTTP_TOKEN', 'SIGNALBOX_REGISTRY_URL'])
  assert.doesNotMatch(problems.join('\n'), /too-short|the-key|hidden/)
  assert.match(problems.join('\n'), /must have at least 16 characters/)
  const [problem = ''] = problemsOf({ ...production, SIGNALBOX_REGISTRY_URL: 'https://user:hidden@registry' })
  assert.match(problem, /^SIGNALBOX_REGISTRY_URL: .*without user and password \(it is "https:\/\/\*{3}@registry"\)$/)
})

test('production needs its Kafka, registry, flows, token and destination; each is named', () => {
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_ENV: 'production' })), [
    'SIGNALBOX_KAFKA_BROKERS',
    'SIGNALBOX_REGISTRY_URL',
    'SIGNALBOX_FLOWS_FILE',
    'SIGNALBOX_HTTP_TOKEN',
    'SIGNALBOX_BRAZE_URL',
  ])
  assert.equal(readSettings(production).environment, 'production')
})

test('a part alone needs only what it uses', () => {
  const cluster = {
    SIGNALBOX_ENV: 'production',
    SIGNALBOX_KAFKA_BROKERS: 'kafka:9092',
    SIGNALBOX_REGISTRY_URL: 'http://registry',
  }
  const flows = { SIGNALBOX_FLOWS_FILE: exampleFile }
  assert.deepEqual(readSettings({ ...cluster, ...flows, SIGNALBOX_PARTS: 'process' }).parts, ['process'])
  assert.deepEqual(namesOf(problemsOf({ ...cluster, SIGNALBOX_PARTS: 'ingress,process' })), [
    'SIGNALBOX_FLOWS_FILE',
    'SIGNALBOX_HTTP_TOKEN',
  ])
  assert.deepEqual(namesOf(problemsOf({ ...cluster, SIGNALBOX_PARTS: 'deliver.braze' })), [
    'SIGNALBOX_BRAZE_URL',
    'SIGNALBOX_BRAZE_KEY',
  ])
})

test('what belongs together is asked for together, in development too', () => {
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_KAFKA_BROKERS: 'a:9092' })), ['SIGNALBOX_REGISTRY_URL'])
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_REGISTRY_URL: 'http://r' })), ['SIGNALBOX_KAFKA_BROKERS'])
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_BRAZE_KEY: 'k' })), ['SIGNALBOX_BRAZE_URL'])
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_BRAZE_URL: 'http://b' })), ['SIGNALBOX_BRAZE_KEY'])
})

test('empty and blank count as not set', () => {
  assert.deepEqual(
    readSettings({ SIGNALBOX_HTTP_PORT: '', SIGNALBOX_KAFKA_BROKERS: ' ', SIGNALBOX_HTTP_TOKEN: '' }),
    readSettings({}),
  )
  const problems = problemsOf({ ...production, SIGNALBOX_HTTP_TOKEN: ' ' })
  assert.deepEqual(namesOf(problems), ['SIGNALBOX_HTTP_TOKEN'])
})

test('other programs’ variables and those of the tests are left alone', () => {
  assert.deepEqual(readSettings({ PATH: '/bin', SIGNALBOX_TEST_BROKERS: 'x', SIGNALBOX_CACHE: '/c' }), readSettings({}))
})

const folder = mkdtempSync(join(tmpdir(), 'signalbox-config-'))
after(() => rmSync(folder, { recursive: true }))

/** A settings file of these lines. */
function file(...lines: string[]): string {
  const path = join(folder, 'settings')
  writeFileSync(path, lines.join('\n'))
  return path
}

test('a settings file counts, the environment wins, an empty variable does not', () => {
  const path = file('# of a test', 'SIGNALBOX_HTTP_PORT=1111', 'SIGNALBOX_HTTP_RATE="22"', 'SIGNALBOX_HTTP_HOST=::1')
  const env = { SIGNALBOX_SETTINGS_FILE: path, SIGNALBOX_HTTP_PORT: '3333', SIGNALBOX_HTTP_HOST: '' }
  const { httpPort, httpRate, httpHost } = readSettings(env)
  assert.deepEqual([httpPort, httpRate, httpHost], [3333, 22, '::1'])
})

test('wrong and unknown names of a settings file are problems too, and so is a file that is not there', () => {
  const path = file('SIGNALBOX_HTTP_PORT=x', 'SIGNALBOX_HTTP_PROT=1')
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_SETTINGS_FILE: path })), [
    'SIGNALBOX_HTTP_PORT',
    'SIGNALBOX_HTTP_PROT',
  ])
  assert.match(problemsOf({ SIGNALBOX_SETTINGS_FILE: join(folder, 'none') }).join(), /SETTINGS_FILE: .*none.*ENOENT/)
})

test('every setting has a row: one variable each, a sentence, and its default', () => {
  const rows = settingRows()
  assert.equal(rows.length, Object.keys(readSettings({})).length)
  assert.equal(new Set(rows.map(row => row.env)).size, rows.length)
  for (const { env, description } of rows) {
    assert.match(env, /^SIGNALBOX_[A-Z_]+$/)
    assert.match(description, /\.$/, env)
  }
  const byEnv = new Map(rows.map(row => [row.env, row]))
  assert.equal(byEnv.get('SIGNALBOX_PARTS')?.byDefault, 'ingress,poll,process,deliver')
  assert.equal(byEnv.get('SIGNALBOX_INSTANCE')?.byDefault, '')
  assert.deepEqual(
    rows.filter(row => row.secret).map(row => row.env),
    [
      'SIGNALBOX_HTTP_TOKEN',
      'SIGNALBOX_HTTP_SOURCES',
      'SIGNALBOX_PUSH_WEBHOOK_SECRETS',
      'SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS',
      'SIGNALBOX_BRAZE_CURRENTS_TOKEN',
      'SIGNALBOX_BRAZE_WEBHOOK_SECRET',
      'SIGNALBOX_KAFKA_PASSWORD',
      'SIGNALBOX_KAFKA_OAUTH_CLIENT_SECRET',
      'SIGNALBOX_REGISTRY_PASSWORD',
      'SIGNALBOX_BRAZE_KEY',
      'SIGNALBOX_ECM_PASSWORD',
      'SIGNALBOX_WORKFLOW_SECRET',
      'SIGNALBOX_PUSH_KEY',
      'SIGNALBOX_XCONNECTOR_SECRET',
      'SIGNALBOX_HTTP_ENDPOINTS',
    ],
  )
})

test('a destination is named whole or not at all; deliver needs one of them, a part of its own that one', () => {
  assert.deepEqual(namesOf(problemsOf({ SIGNALBOX_ECM_URL: 'http://e', SIGNALBOX_ECM_USER: 'u' })), [
    'SIGNALBOX_ECM_PASSWORD',
  ])
  const rest = { ...production, SIGNALBOX_BRAZE_URL: '', SIGNALBOX_BRAZE_KEY: '' }
  const push = { SIGNALBOX_PUSH_URL: 'http://p', SIGNALBOX_PUSH_APP: 'a', SIGNALBOX_PUSH_KEY: 'k' }
  assert.equal(readSettings({ ...rest, ...push }).pushApp, 'a')
  assert.deepEqual(namesOf(problemsOf({ ...rest, ...push, SIGNALBOX_PARTS: 'deliver.xconnector' })), [
    'SIGNALBOX_XCONNECTOR_URL',
    'SIGNALBOX_XCONNECTOR_SECRET',
  ])
})

test('the flows file: the example without one; every problem of it is named with its path, and so is one that is not there', () => {
  assert.deepEqual(readSettings({}).flows, exampleFlows)
  assert.deepEqual(readSettings({ SIGNALBOX_FLOWS_FILE: exampleFile }).flows, exampleFlows)
  const flows = (changes: Record<string, unknown>) => ({
    SIGNALBOX_FLOWS_FILE: file(JSON.stringify(fastFlows(changes))),
  })
  assert.equal(readSettings(flows({})).flows.P4.journeys['checkout']?.afterMs, 2_000)
  const wrong = problemsOf(flows({ 'P4.jurneys': {}, 'E6.window': 'long', 'W2.chain.0.to': 'boss' }))
  assert.deepEqual(wrong.map(problem => /^SIGNALBOX_FLOWS_FILE: (\S+): /.exec(problem)?.[1]).sort(), [
    'E6.window',
    'P4',
    'W2.chain.0.to',
  ])
  assert.match(wrong.join('\n'), /P4: Unrecognized key: "jurneys"/)
  assert.match(
    problemsOf({ SIGNALBOX_FLOWS_FILE: join(folder, 'none') }).join(),
    /FLOWS_FILE: must name a JSON file.*ENOENT/,
  )
  assert.match(problemsOf({ SIGNALBOX_FLOWS_FILE: file('{') }).join(), /it holds no JSON/)
})

test('the endpoint that a flows file names is one of the HTTP endpoints', () => {
  const endpoint = { url: 'http://e/hooks', secret: 'whsec_c2l4dGVlbi1ieXRlcw==', inDoubt: 'resend' }
  const path = join(folder, 'endpoints.json')
  writeFileSync(path, JSON.stringify({ crm: endpoint, erp: endpoint }))
  const env = { SIGNALBOX_HTTP_ENDPOINTS: path }
  assert.deepEqual(problemsOf({ ...env, SIGNALBOX_FLOWS_FILE: exampleFile }), [
    'SIGNALBOX_FLOWS_FILE: H3.endpoint: events is not in SIGNALBOX_HTTP_ENDPOINTS, which has crm, erp',
  ])
  const other = file(JSON.stringify(fastFlows({ 'H3.endpoint': 'erp' })))
  assert.equal(readSettings({ ...env, SIGNALBOX_FLOWS_FILE: other }).flows.H3.endpoint, 'erp')
  assert.equal(readSettings(env).flows.H3.endpoint, 'events')
})
