/** The command line as a person meets it: help, mistakes, exit codes. Nothing here needs a Kafka; the verbs on a cluster are in integration/provisioning. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingRows } from '../src/config.ts'
import { freePorts } from '../src/stack/index.ts'
import { signalbox } from './command.ts'

test('start --help lists every setting with its meaning and default, from the one list', async () => {
  const { status, stdout } = await signalbox(['start', '--help'])
  assert.equal(status, 0)
  for (const { env, description, byDefault, secret } of settingRows()) {
    const facts = [byDefault && `default ${byDefault}`, secret ? 'secret' : ''].filter(Boolean).join(', ')
    assert.ok(stdout.includes(`  ${env}${facts ? ` (${facts})` : ''}\n      ${description}\n`), env)
  }
  assert.equal(stdout.match(/^ {2}SIGNALBOX_\w+/gm)?.length, settingRows().length)
})

test('--help lists the commands; one that does not exist is a mistake with a hint', async () => {
  const { status, stdout } = await signalbox(['--help'])
  assert.equal(status, 0)
  for (const command of ['start', 'stack', 'topics', 'schemas'])
    assert.match(stdout, new RegExp(`^ {2}${command} `, 'm'))
  const mistake = await signalbox(['strat'])
  assert.equal(mistake.status, 1)
  assert.match(mistake.stderr, /unknown command 'strat'[\s\S]*signalbox --help lists the commands/)
})

test('wrong settings: exit 1, every problem on standard error, no stack trace, no secret', async () => {
  const env = { SIGNALBOX_HTTP_PORT: 'x', SIGNALBOX_HTTP_TOKEN: 'short-secret', SIGNALBOX_NONE: '1' }
  for (const args of [['start'], ['stack'], ['topics', 'check'], ['schemas', 'register']]) {
    const { status, stdout, stderr } = await signalbox(args, env)
    assert.equal(status, 1, args.join(' '))
    assert.equal(stdout, '')
    assert.deepEqual(stderr.match(/^ {2}SIGNALBOX_\w+/gm), [
      '  SIGNALBOX_HTTP_PORT',
      '  SIGNALBOX_HTTP_TOKEN',
      '  SIGNALBOX_NONE',
    ])
    assert.doesNotMatch(stderr, /^ {4}at |short-secret/m)
  }
})

test('no Kafka or registry there: exit 1 and a sentence with the address and the setting', async () => {
  const [kafka = 0, registry = 0] = await freePorts(2)
  const env = {
    SIGNALBOX_KAFKA_BROKERS: `127.0.0.1:${kafka}`,
    SIGNALBOX_REGISTRY_URL: `http://127.0.0.1:${registry}/apis/ccompat/v7`,
    SIGNALBOX_PARTS: 'process',
  }
  for (const args of [['start'], ['topics', 'check'], ['topics', 'apply']]) {
    const { status, stderr } = await signalbox(args, env)
    assert.equal(status, 1, args.join(' '))
    assert.match(stderr, new RegExp(`no Kafka answers at 127.0.0.1:${kafka} \\(SIGNALBOX_KAFKA_BROKERS\\)`))
    assert.doesNotMatch(stderr, /^ {4}at /m)
  }
  for (const args of [
    ['schemas', 'check'],
    ['schemas', 'register'],
  ]) {
    const { status, stderr } = await signalbox(args, env)
    assert.equal(status, 1, args.join(' '))
    assert.match(
      stderr,
      new RegExp(`the schema registry at http://127.0.0.1:${registry}\\S+ does not answer: .*ECONNREFUSED`),
    )
    assert.doesNotMatch(stderr, /^ {4}at /m)
  }
})

test('without settings the verbs look where the embedded stack would be, and say how to start it', async () => {
  const [kafka = 0] = await freePorts(1)
  const { status, stderr } = await signalbox(['topics', 'check'], { SIGNALBOX_KAFKA_PORT: String(kafka) })
  assert.equal(status, 1)
  assert.match(stderr, new RegExp(`no Kafka answers at 127.0.0.1:${kafka} .*npm run stack must be running`))
})

test('a destination that does not exist is a mistake, with those that do', async () => {
  const env = {
    SIGNALBOX_KAFKA_BROKERS: '127.0.0.1:1',
    SIGNALBOX_REGISTRY_URL: 'http://127.0.0.1:1',
    SIGNALBOX_PARTS: 'process,deliver.brase',
  }
  const { status, stderr } = await signalbox(['start'], env)
  assert.equal(status, 1)
  assert.match(
    stderr,
    /^ {2}SIGNALBOX_PARTS: there is no part deliver\.brase; there are .*deliver\.braze, .*deliver\.http$/m,
  )
  assert.doesNotMatch(stderr, /^ {4}at /m)
})
