/** The command line as a person meets it: help, mistakes, exit codes. Nothing here needs a Kafka; the verbs on a cluster are in integration/provisioning. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import { settingRows } from '../src/config.ts'
import { freePorts } from '../src/stack/index.ts'
import { signalbox } from './command.ts'
import { signedUp } from './ingress/http/events.ts'

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

const folder = mkdtempSync(join(tmpdir(), 'signalbox-cli-'))
after(() => rmSync(folder, { recursive: true }))

function payload(text: string): string {
  const path = join(folder, 'payload.json')
  writeFileSync(path, text)
  return path
}

const dryRun = (file: string, ...more: string[]) =>
  signalbox(['ingest', '--source', 'http', '--file', file, '--dry-run', ...more])

test('ingest --dry-run shows what a payload would become; exit 0 where nothing is wrong', async () => {
  const { status, stdout, stderr } = await dryRun(payload(JSON.stringify(signedUp)))
  assert.deepEqual([status, stderr], [0, ''])
  assert.match(stdout, /payload\.json:1:1: customer\.events, key ann, signalbox\.customer\.CustomerSignedUp\n {2}\{\n/)
  assert.match(stdout, /"email": "ann@example\.org"/)
  assert.match(stdout, /\n1 item, 1 record, 0 problems; it would be answered 202\n$/)
})

test('ingest --dry-run names every problem at its line, also as JSON; exit 1', async () => {
  const file = payload(`[${JSON.stringify(signedUp)},\n{"specversion": "1.0", "id": "\\u001b[2J",\n "type": "x"}]`)
  const { status, stdout } = await dryRun(file)
  assert.equal(status, 1)
  assert.match(stdout, /payload\.json:2:1: unknown_type: \/1\/source is required\n/)
  assert.match(stdout, /payload\.json:3:10: unknown_type: \/1\/type is not known; known are /)
  assert.match(stdout, /\n2 items, 1 record, 3 problems; it would be answered 202\n$/)
  const { stdout: lines, status: same } = await dryRun(file, '--json')
  assert.equal(same, 1)
  const parsed = z
    .array(z.looseObject({ kind: z.string() }))
    .parse(JSON.parse(`[${lines.trim().split('\n').join(',')}]`))
  assert.deepEqual(
    parsed.map(({ kind, line, key }) => [kind, line, key]),
    [
      ['record', 1, 'ann'],
      ['problem', 2, undefined],
      ['problem', 2, undefined],
      ['problem', 3, undefined],
      ['answer', undefined, undefined],
    ],
  )
})

test('ingest: headers for binary mode; mistakes are sentences', async () => {
  const headers = [
    'content-type: application/json',
    'ce-specversion: 1.0',
    'ce-id: 1',
    'ce-source: /s',
    'ce-subject: ann',
  ]
  const given = [...headers, 'ce-type: customer.consent_changed'].flatMap(header => ['--header', header])
  assert.equal((await dryRun(payload('{"purpose": "marketing", "granted": true}'), ...given)).status, 0)
  for (const [args, message] of [
    [['--source', 'htpp', '--file', 'x', '--dry-run'], /^signalbox: there is no source htpp; there are http, /],
    [['--source', 'http', '--file', 'x'], /required option '--dry-run' not specified/],
  ] as const) {
    const { status, stderr } = await signalbox(['ingest', ...args])
    assert.notEqual(status, 0)
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /^ {4}at /m)
  }
})
