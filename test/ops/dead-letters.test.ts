import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { z } from 'zod'
import { deadLettersList, type ListOptions } from '../../src/ops/delivery/dead-letters.ts'
import { deadLettersShow } from '../../src/ops/delivery/show-letter.ts'
import { putLetters, rejected } from './letters.ts'
import { command, operated, type Operated } from './operated.ts'

let pipeline: Operated
const list = (options: Partial<ListOptions> = {}) =>
  pipeline.run(context => deadLettersList(context, { limit: 20, json: false, ...options }))
const idsOf = async (options: Partial<ListOptions> = {}) => {
  const { lines } = await list({ ...options, json: true })
  return lines.map(line => z.looseObject({ id: z.string() }).parse(JSON.parse(line)).id)
}
const show = (partition: number, offset: number, json = false) =>
  pipeline.run(context => deadLettersShow(context, { partition, offset }, json))

const hour = 3_600_000
const plain = (value: Buffer, headers: readonly (readonly [string, string])[] = []) => ({
  key: Buffer.from('zoe'),
  value,
  headers,
  timestamp: Date.now() - 5_000,
})

before(async () => {
  pipeline = await operated()
})

test('where there are none, it says so and finds nothing', async () => {
  assert.deepEqual(await list(), {
    found: false,
    lines: ['there are no such dead letters'],
    text: 'there are no such dead letters',
  })
})

test('counts by stage and reason first, then the newest, the newest last, over all partitions', async () => {
  await pipeline.by(async context => {
    await putLetters(context, 0, [
      { ...rejected(context, 'e1', 'ada'), ago: 5 * hour },
      { ...rejected(context, 'e2', 'bob'), ago: 3 * hour },
      { ...rejected(context, 'e3', 'ada', 'too_large'), ago: hour },
    ])
    await putLetters(context, 3, [
      {
        record: plain(Buffer.from('\u001b[2Jnonsense')),
        stage: 'ingress.http',
        reason: 'bad_json: no',
        offset: -1,
        ago: 4 * hour,
      },
      {
        record: plain(Buffer.from([0, 0, 0])),
        stage: 'process',
        by: 'greet',
        reason: 'bad_frame: it\u001b[2J',
        ago: 2 * hour,
      },
    ])
  })
  const { found, lines } = await list({ limit: 3 })
  assert.ok(found)
  assert.deepEqual(
    lines.map(line => line.replace(/\d{4}-\S+Z/, 'T')),
    [
      '5 dead letters',
      '  2  deliver.braze  rejected: unknown_event',
      '  1  deliver.braze  rejected: too_large',
      '  1  ingress.http   bad_json',
      '  1  process        bad_frame',
      '',
      'the newest 3, the newest last:',
      '0-1  deliver.braze  T (3 h ago)  key bob, e2/greet/braze',
      '  rejected: unknown_event: Braze says no (3 attempts)',
      '3-1  process  T (2 h ago)  key zoe',
      '  bad_frame: it\\u001b[2J',
      '0-2  deliver.braze  T (60 min ago)  key ada, e3/greet/braze',
      '  rejected: too_large: Braze says no (3 attempts)',
    ],
  )
})

test('every filter, alone and together', async () => {
  assert.deepEqual(await idsOf(), ['0-0', '3-0', '0-1', '3-1', '0-2'])
  assert.deepEqual(await idsOf({ limit: 1 }), ['0-2'])
  assert.deepEqual(await idsOf({ destination: 'braze' }), ['0-0', '0-1', '0-2'])
  assert.deepEqual(await idsOf({ stage: 'process' }), ['3-1'])
  assert.deepEqual(await idsOf({ reason: 'unknown_event' }), ['0-0', '0-1'])
  assert.deepEqual(await idsOf({ reason: 'rejected' }), ['0-0', '0-1', '0-2'])
  assert.deepEqual(await idsOf({ subject: 'ada' }), ['0-0', '0-2'])
  assert.deepEqual(await idsOf({ since: Date.now() - 3.5 * hour }), ['0-1', '3-1', '0-2'])
  assert.deepEqual(await idsOf({ since: Date.now() - 3.5 * hour, subject: 'ada', destination: 'braze' }), ['0-2'])
  assert.deepEqual(await idsOf({ since: Date.now() + hour }), [])
  assert.deepEqual(await idsOf({ destination: 'http' }), [])
  await assert.rejects(list({ destination: 'x' }), {
    name: 'Refused',
    message: /^there is no destination x; there are /,
  })
})

test('a subject is found in the record where the key is another', async () => {
  await pipeline.by(context => {
    const record = { ...command(context, 'e7', 'carol'), key: Buffer.from('case-9') }
    return putLetters(context, 5, [{ ...rejected(context, 'e7', 'carol'), record }])
  })
  assert.deepEqual(await idsOf({ subject: 'carol' }), ['5-0'])
  assert.deepEqual(await idsOf({ subject: 'case-9' }), ['5-0'])
})

test('a line of JSON has all that the list has, and whom it is about', async () => {
  const { lines } = await list({ json: true, subject: 'bob' })
  const one = z.record(z.string(), z.unknown()).parse(JSON.parse(lines[0] ?? ''))
  assert.match(String(one['at']), /Z$/)
  assert.deepEqual(
    { ...one, at: '', timestamp: '' },
    {
      id: '0-1',
      partition: 0,
      offset: 1,
      at: '',
      key: 'bob',
      stage: 'deliver.braze',
      by: 'braze',
      reason: 'rejected: unknown_event: Braze says no',
      attempts: 3,
      topic: 'braze.commands',
      fromPartition: 0,
      fromOffset: 991,
      timestamp: '',
      subject: 'bob',
      eventId: 'e2',
      deliveryId: 'e2/greet/braze',
      redriven: null,
    },
  )
})

test('show has where it came from, why, its headers without ours, and the value as JSON', async () => {
  const { found, text } = await show(0, 1)
  assert.ok(found)
  assert.match(text, /^letter +0-1, written \S+Z \(3 h ago\)$/m)
  assert.match(text, /^failed in +deliver\.braze$/m)
  assert.match(text, /^why +rejected: unknown_event: Braze says no$/m)
  assert.match(text, /^attempts +3$/m)
  assert.match(text, /^came from +braze\.commands, partition 0, offset 991, written \S+Z /m)
  assert.match(text, /^key +bob$/m)
  assert.deepEqual(text.match(/^header .*$/gm), [
    'header     traceparent: 00-e2',
    'header     ce_type: customer.signed_up',
  ])
  assert.match(text, /^value +signalbox\.braze\.BrazeTrackEvent$/m)
  assert.match(text, /^ {2}"deliveryId": "e2\/greet\/braze",$/m)
  const { lines } = await show(0, 1, true)
  const one = z.looseObject({ type: z.string(), value: z.looseObject({ subject: z.string() }), headers: z.unknown() })
  const read = one.parse(JSON.parse(lines.join('\n')))
  assert.deepEqual([read.type, read.value.subject], ['signalbox.braze.BrazeTrackEvent', 'bob'])
  assert.deepEqual(read.headers, [
    ['traceparent', '00-e2'],
    ['ce_type', 'customer.signed_up'],
  ])
})

test('show has the bytes where nobody can read them, and says that a record never lay in a topic', async () => {
  const { text } = await show(3, 0)
  assert.match(text, /^value +12 bytes that cannot be read: bad_frame: /m)
  assert.match(text, /^000000 {2}1b 5b 32 4a 6e 6f .* \.\[2Jnonsense$/m)
  assert.match(text, /^came from +\S+, which it never lay in, /m)
  const { lines } = await show(3, 0, true)
  const { bytes } = z.looseObject({ bytes: z.string() }).parse(JSON.parse(lines.join('\n')))
  assert.equal(Buffer.from(bytes, 'base64').toString(), '\u001b[2Jnonsense')
})

test('a letter that is not there is refused', async () => {
  for (const [partition, offset] of [
    [0, 3],
    [0, 9_999],
    [17, 0],
  ] as const)
    await assert.rejects(show(partition, offset), {
      name: 'Refused',
      message: `there is no dead letter ${partition}-${offset}; they are kept for 90 days`,
    })
})
