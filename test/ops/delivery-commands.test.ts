/** The verbs as a person types them: what they print, and how they end. What each does is in the tests beside this one. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { freePorts } from '../../src/stack/index.ts'
import { signalbox } from '../command.ts'
import { newPrefix, stack } from '../pipeline.ts'
import { putLetters, rejected } from './letters.ts'
import { operated, type Operated } from './operated.ts'

let pipeline: Operated
before(async () => {
  pipeline = await operated()
  await pipeline.by(context => putLetters(context, 0, [rejected(context, 'e0', 'ada'), rejected(context, 'e1', 'bob')]))
})
const typed = async (...args: string[]) => {
  const { status, stdout, stderr } = await signalbox(args, pipeline.env)
  assert.doesNotMatch(stderr, /^ {4}at /m)
  return { status, stdout, stderr }
}

test('a mistake in the command is 2, with what would be right; nothing is asked of Kafka', async () => {
  const mistakes: readonly (readonly [args: string[], says: RegExp])[] = [
    [['hold', 'braze'], /required option '--why <text>' not specified/],
    [['release'], /missing required argument 'destination'/],
    [
      ['in-doubt', 'resolve', 'x', '--destination', 'braze', '--as', 'sent'],
      /Allowed choices are delivered, resend, drop/,
    ],
    [
      ['dead-letters', 'list', '--since', 'yesterday'],
      /It must be a time with its zone, .* or how long ago, such as "2h ago"/,
    ],
    [['dead-letters', 'list', '--limit', '0'], /It must be a whole number from 1/],
    [['dead-letters', 'show', 'x'], /It must be a partition and an offset, such as 3-1042/],
    [['dead-letters', 'redrive', '0-1', '--destination', 'braze'], /one or the other/],
  ]
  for (const [args, says] of mistakes) {
    const { status, stderr } = await signalbox(args, { SIGNALBOX_KAFKA_PORT: '1' })
    assert.equal(status, 2, args.join(' '))
    assert.match(stderr, says)
  }
})

test('--help of each is 0, and explains itself', async () => {
  for (const [args, says] of [
    [['hold', '--help'], /Every process stops within a second/],
    [['in-doubt', '--help'], /a person\s+looks at the destination and says what became of it/],
    [['in-doubt', 'resolve', '--help'], /Each leaves a receipt/],
    [['dead-letters', 'redrive', '--help'], /which letters went back/i],
  ] as const) {
    const { status, stdout } = await signalbox(args)
    assert.equal(status, 0)
    assert.match(stdout, says)
  }
})

test('done is 0, nothing found and refused are 1; what is refused stands on standard error', async () => {
  assert.deepEqual(await typed('holds'), { status: 1, stdout: 'nothing is held\n', stderr: '' })
  const held = await typed('hold', 'braze', '--why', 'ticket 4711')
  assert.deepEqual([held.status, held.stderr], [0, ''])
  assert.match(held.stdout, /^braze is held: /)
  const twice = await typed('hold', 'braze', '--why', 'x')
  assert.deepEqual([twice.status, twice.stdout], [1, ''])
  assert.match(twice.stderr, /^signalbox: braze is held by .*: ticket 4711\. Nothing was changed/)
  const listed = await typed('holds', '--json')
  assert.match(listed.stdout, /^\{"destination":"braze",.*"why":"ticket 4711"\}\n$/)
  assert.equal((await typed('release', 'braze')).status, 0)
  assert.deepEqual(await typed('in-doubt', 'list'), { status: 1, stdout: 'nothing is in doubt\n', stderr: '' })
  const doubt = await typed('in-doubt', 'resolve', 'x/y', '--destination', 'braze', '--as', 'drop', '--yes')
  assert.deepEqual([doubt.status, doubt.stdout], [1, ''])
  assert.match(doubt.stderr, /^signalbox: x\/y is not in doubt at braze; /)
})

test('dead letters: listed, shown, and sent back only after a yes, which nobody can give here', async () => {
  const listed = await typed('dead-letters', 'list', '--since', '2h ago', '--json')
  assert.equal(listed.stdout.split('\n').length, 3)
  assert.match((await typed('dead-letters', 'show', '0-1')).stdout, /^failed in +deliver\.braze$/m)
  assert.equal((await typed('dead-letters', 'show', '0-7')).status, 1)
  const asked = await typed('dead-letters', 'redrive', '0-0', '0-1')
  assert.equal(asked.status, 1)
  assert.match(asked.stdout, /^2 letters to go back:/)
  assert.match(
    asked.stderr,
    /^signalbox: nothing was done: nobody is there to be asked; --yes goes on without asking$/m,
  )
  const done = await typed('dead-letters', 'redrive', '0-0', '0-1', '--yes')
  assert.deepEqual([done.status, done.stderr], [0, ''])
  assert.match(done.stdout, /^2 letters went back$/m)
})

test('no Kafka there, or topics that nobody has made: a sentence, and 1', async () => {
  const [port = 0] = await freePorts(1)
  const nowhere = await signalbox(['holds'], { SIGNALBOX_KAFKA_PORT: String(port) })
  assert.equal(nowhere.status, 1)
  assert.match(nowhere.stderr, new RegExp(`no Kafka answers at 127.0.0.1:${port} .*npm run stack must be running`))
  const { brokers, registry } = stack()
  const prefix = newPrefix()
  const env = { SIGNALBOX_KAFKA_BROKERS: brokers, SIGNALBOX_REGISTRY_URL: registry, SIGNALBOX_TOPIC_PREFIX: prefix }
  const unmade = await signalbox(['hold', 'braze', '--why', 'x'], env)
  assert.equal(unmade.status, 1)
  assert.match(unmade.stderr, new RegExp(`topic ${prefix}delivery\\.control: does not exist`))
  assert.doesNotMatch(unmade.stderr, /^ {4}at /m)
})
