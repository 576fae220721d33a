import assert from 'node:assert/strict'
import { hostname, userInfo } from 'node:os'
import { beforeEach, test } from 'node:test'
import { z } from 'zod'
import { partitionOf, TransactionalProducer } from '../../src/kafka/index.ts'
import { deadLettersList } from '../../src/ops/delivery/dead-letters.ts'
import { redrive, type RedriveOptions } from '../../src/ops/delivery/redrive.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { httpCommands } from '../../topics/http-commands.ts'
import type { ReadRecord } from '../reader.ts'
import { putLetters, rejected } from './letters.ts'
import { auditEntry, command, operated, topology, type Operated } from './operated.ts'

const by = `${userInfo().username}@${hostname()}`
const { audit } = topology
const none = { ids: [], filter: {}, again: false, all: false, dryRun: false, yes: true }

let pipeline: Operated
const run = (options: Partial<RedriveOptions>, answer?: boolean | (() => boolean)) =>
  pipeline.run(context => redrive(context, { ...none, ...options }), answer)
const ids = (...places: (readonly [number, number])[]) => places.map(([partition, offset]) => ({ partition, offset }))
const eventIdOf = ({ value }: ReadRecord) => z.looseObject({ eventId: z.string() }).parse(value).eventId

beforeEach(async () => {
  pipeline = await operated()
  await pipeline.by(async context => {
    await putLetters(context, 0, [
      { ...rejected(context, 'e0', 'ada'), ago: 7_200_000 },
      { ...rejected(context, 'e1', 'kim', 'too_large'), ago: 60_000 },
      { ...rejected(context, 'e2', 'ada'), ago: 30_000 },
    ])
    await putLetters(context, 4, [
      { record: command(context, 'e3', 'carol'), stage: 'process', by: 'greet', reason: 'failed: x' },
      { record: command(context, 'e4', 'dan'), stage: 'ingress.http', reason: 'bad_json: x', offset: -1 },
      { record: command(context, 'e5', 'eve'), stage: 'deliver.http', by: 'http', reason: 'rejected: gone: x' },
      { record: command(context, 'e6', 'fay'), stage: 'deliver.gone', by: 'gone', reason: 'rejected: gone: x' },
      { ...rejected(context, 'e7', 'gil'), record: { ...command(context, 'e7', 'gil'), key: null } },
    ])
  })
})

test('a letter goes back to the destination that failed and only there: its bytes, key and headers, the partition of its key, who and from where; and the audit says so', async () => {
  const { found, text } = await run({ ids: ids([0, 1], [4, 2], [0, 1]) })
  assert.ok(found)
  assert.match(
    text,
    /^2 letters to go back:\n {2}1 {2}to braze\.commands {2}rejected: too_large\n {2}1 {2}to http\.commands {3}rejected: gone\n2 letters went back$/,
  )
  const letters = await pipeline.read(topology.deadLetters, 8)
  const original = letters.find(({ partition, offset }) => partition === 0 && offset === 1)
  const [back, ...more] = await pipeline.read(brazeCommands, 2, 1_500)
  assert.deepEqual(more, [])
  assert.ok(original?.bytes && back)
  assert.deepEqual(back.bytes, original.bytes)
  assert.notEqual(partitionOf(Buffer.from('kim'), brazeCommands.partitions), original.partition)
  assert.deepEqual([back.key, back.partition], ['kim', partitionOf(Buffer.from('kim'), brazeCommands.partitions)])
  const { signalbox_redriven: redriven = '', ...headers } = back.headers
  assert.deepEqual(headers, { traceparent: '00-e1', ce_type: 'customer.signed_up' })
  assert.match(redriven, new RegExp(`^${by} \\d{4}-\\S+Z from dead letter 0-1$`))
  assert.deepEqual((await pipeline.read(httpCommands, 2, 1_500)).map(eventIdOf), ['e5'])
  const entries = await pipeline.read(audit, 2, 1_500)
  const { action, target, by: who, details } = auditEntry(entries[0])
  assert.equal(entries.length, 1)
  assert.deepEqual([action, target, who], ['redrive', 'braze,http', by])
  assert.deepEqual([details['moved'], details['letters']?.split(' ').sort()], ['2', ['0-1', '4-2']])
})

test('a letter without a key goes to the partition where it lay', async () => {
  await run({ ids: ids([4, 4]) })
  const [back] = await pipeline.read(brazeCommands, 1)
  assert.deepEqual([back?.key, back?.partition], [null, 4])
})

test('--destination takes those of one kind; what was redriven before is left out, or refused where it is named, unless --again', async () => {
  const filter = { destination: 'braze', reason: 'unknown_event' }
  assert.match((await run({ filter })).text, /^3 letters to go back:/)
  const order = (await pipeline.read(brazeCommands, 3)).filter(({ key }) => key === 'ada').map(eventIdOf)
  assert.deepEqual(order, ['e0', 'e2'])
  const again = await run({ filter: { destination: 'braze' }, all: true })
  assert.match(
    again.text,
    /^1 letter to go back:[\s\S]*^3 letters were redriven before and are left out; --again takes them too$/m,
  )
  const nothing = await run({ filter })
  assert.equal(nothing.found, false)
  assert.match(nothing.text, /^no letter is to go back\n3 letters were redriven before/)
  await assert.rejects(run({ ids: ids([0, 0]) }), {
    name: 'Refused',
    message: new RegExp(
      `^nothing was redriven:\n {2}0-0 was redriven before, by ${by} at \\S+Z; --again sends it once more$`,
    ),
  })
  assert.equal((await pipeline.read(brazeCommands, 5, 1_500)).length, 4)
  assert.match((await run({ ids: ids([0, 0]), again: true })).text, /^1 letter went back$/m)
  assert.match((await run({ filter, again: true })).text, /^3 letters went back$/m)
  const listed = await pipeline.run(context =>
    deadLettersList(context, { limit: 20, json: false, destination: 'braze' }),
  )
  assert.equal(listed.text.match(new RegExp(`^ {2}redriven by ${by} `, 'gm'))?.length, 4)
})

test('--since takes only what was written since then', async () => {
  await run({ filter: { destination: 'braze', since: Date.now() - 3_600_000 } })
  const back = await pipeline.read(brazeCommands, 3)
  assert.deepEqual(back.map(eventIdOf).sort(), ['e1', 'e2', 'e7'])
})

test('letters that cannot go back are refused, each with its reason, and nothing is written, also not of their neighbours', async () => {
  const refused = await run({ ids: ids([0, 0], [4, 0], [4, 1], [4, 3], [9, 9]) }).then(
    () => '',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ''),
  )
  const [first, ...reasons] = refused.split('\n')
  assert.equal(first, 'Refused: nothing was redriven:')
  assert.equal(reasons.length, 4)
  assert.match(
    reasons[0] ?? '',
    /^ {2}4-0 comes from the process stage, which cannot be redriven yet: .* under a new id$/,
  )
  assert.match(
    reasons[1] ?? '',
    /^ {2}4-1 was refused by ingress\.http and never became an event: its source sends it again/,
  )
  assert.match(reasons[2] ?? '', /^ {2}there is no destination gone; there are braze, /)
  assert.match(reasons[3] ?? '', /^ {2}there is no dead letter 9-9; /)
  assert.deepEqual(await pipeline.read(brazeCommands, 1, 1_000), [])
  assert.deepEqual(await pipeline.read(audit, 1, 1_000), [])
})

test('which letters must be said; --dry-run and a no write nothing', async () => {
  await assert.rejects(run({}), { name: 'Refused', message: 'which letters? Name their ids, or --destination' })
  const braze = { filter: { destination: 'braze' } }
  await assert.rejects(run(braze), {
    name: 'Refused',
    message: 'every letter of braze? Say --all, or which: --reason, --since',
  })
  await assert.rejects(run({ filter: { destination: 'x' }, all: true }), {
    name: 'Refused',
    message: /^there is no destination x/,
  })
  assert.match(
    (await run({ ...braze, all: true, dryRun: true })).text,
    /^4 letters to go back:[\s\S]*nothing was written: this was --dry-run$/,
  )
  await assert.rejects(run({ ...braze, all: true, yes: false }, false), {
    name: 'Refused',
    message: 'nothing was redriven',
  })
  assert.equal((await run({ filter: { destination: 'push' }, all: true })).text, 'no letter is to go back')
  assert.deepEqual(await pipeline.read(brazeCommands, 1, 1_000), [])
  assert.match((await run({ ...braze, all: true, yes: false }, true)).text, /^4 letters went back$/m)
})

test('what failed again after a redrive is a new letter, and goes back with its first headers and one of ours', async () => {
  await run({ ids: ids([0, 0]) })
  const [back] = await pipeline.read(brazeCommands, 1)
  await pipeline.by(context => {
    const headers = Object.entries(back?.headers ?? {})
    const record = { ...command(context, 'e0', 'ada'), headers }
    return putLetters(context, 0, [{ ...rejected(context, 'e0', 'ada'), record }])
  })
  await run({ ids: ids([0, 3]) })
  const [, again] = await pipeline.read(brazeCommands, 2)
  assert.deepEqual(Object.keys(again?.headers ?? {}), ['traceparent', 'ce_type', 'signalbox_redriven'])
  assert.match(again?.headers['signalbox_redriven'] ?? '', /from dead letter 0-3$/)
})

test('many letters go back in several transactions, each with its own entry; none is lost or twice', async () => {
  await pipeline.by(context =>
    putLetters(
      context,
      2,
      Array.from({ length: 2_500 }, (_, n) => rejected(context, `m${n}`, `s${n % 50}`, 'many')),
    ),
  )
  const { text } = await run({ filter: { destination: 'braze', reason: 'many' } })
  assert.match(text, /^1,000 of 2,500 went back\n2,000 of 2,500 went back\n2,500 letters went back$/m)
  const events = (await pipeline.read(brazeCommands, 2_500)).map(eventIdOf)
  assert.deepEqual([events.length, new Set(events).size], [2_500, 2_500])
  const moved = (await pipeline.read(audit, 3)).map(entry => auditEntry(entry).details['moved'])
  assert.deepEqual(moved, ['1000', '1000', '500'])
})

test('two operators at once: letters that the other sent meanwhile are left out, and a run that another ended says how to go on', async () => {
  assert.match((await run({ ids: ids([0, 0]) })).text, /^1 letter went back$/m)
  const late = pipeline.run(context =>
    redrive(
      { ...context, confirm: async () => (await run({ ids: ids([0, 2]) })).found },
      { ...none, filter: { destination: 'braze', reason: 'unknown_event' }, yes: false },
    ),
  )
  assert.match((await late).text, /^2 letters to go back:[\s\S]*^1 letter went back$/m)
  assert.deepEqual((await pipeline.read(brazeCommands, 4, 1_500)).map(eventIdOf).sort(), ['e0', 'e2', 'e7'])
})

test('a run that another has ended says so, and the same command goes on', async () => {
  await run({ ids: ids([0, 0]) })
  const ended = pipeline.run(context => {
    // The audit's entry is read once for the plan, and once more when the run has begun: there the other begins.
    let reads = 0
    context.codec.unknownId = frame => frame?.readInt32BE(1)
    context.codec.learn = async () => {
      const name = `${context.settings.topicPrefix}signalbox.redrive`
      if (++reads === 2) await TransactionalProducer.open(context.cluster, name, 10_000)
    }
    return redrive(context, { ...none, ids: ids([0, 1]) })
  })
  const message =
    /^0 of 1 letters went back, perhaps the next ones too: another redrive has begun\. The same command goes on from there/
  await assert.rejects(ended, { name: 'BrokenOff', message })
  assert.match((await run({ ids: ids([0, 1]) })).text, /^1 letter went back$/m)
})
