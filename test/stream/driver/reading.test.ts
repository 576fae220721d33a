import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordSchema } from '../../../schemas/record.ts'
import { reading, store, type Processor } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Noted, notes, note, OlderVisited, otherVisits, visit, Visited, visits } from './visits.ts'

/** Writes down which event it was given, as JSON. */
const seeing = (name: string, only: Processor['input']['only'][number]): Processor => ({
  name,
  input: { from: visits, only: [only] },
  lookups: {},
  keeps: [],
  outputs: [notes],
  reasons: [],
  process: ({ value }, _rows, { forward }) => forward(notes, Noted, note(`${name} ${JSON.stringify(value)}`)),
})
const textsOf = (driver: TestDriver) => driver.outputs(notes).map(({ value }) => value.text)

const whole = seeing('whole', Visited)
const encoded = (eventId: string) => {
  const driver = new TestDriver(topologyOf({ ...whole, process: () => ({ kind: 'deadLetter', reason: 'shown' }) }))
  driver.send(visits, Visited, visit(eventId))
  return driver.deadLetters()[0]?.bytes ?? Buffer.alloc(0)
}
/** As the bytes are, but for the schema's id. */
const withId = (bytes: Buffer, id: number) => {
  const other = Buffer.from(bytes)
  other.writeInt32BE(id, 1)
  return other
}
/** The channel is the last byte but one. */
const otherChannel = (bytes: Buffer) => {
  bytes[bytes.length - 2] = 0x7e
  return bytes
}
const Stranger: RecordSchema<'test.Stranger', { subject: string }> = {
  name: 'test.Stranger',
  compatibility: 'FULL',
  avro: { type: 'record', name: 'Stranger', namespace: 'test', fields: [{ name: 'subject', type: 'string' }] },
}

test('the driver sends what Kafka would hold: an event in its frame', () => {
  const bytes = encoded('e-1')
  assert.equal(bytes[0], 0)
  assert.ok(bytes.includes('e-1'))
})

for (const [what, bytes, reason] of [
  ['no value', null, 'no_value'],
  ['an empty value', Buffer.alloc(0), 'bad_frame'],
  ['JSON instead of a frame', Buffer.from('{"a":1}'), 'bad_frame'],
  ['a frame that ends in its id', encoded('e').subarray(0, 4), 'bad_frame'],
  ['a schema that the registry does not know', withId(encoded('e'), 4_711), 'unknown_schema_id'],
  ['a record that ends too early', encoded('e').subarray(0, -1), 'bad_avro'],
  ['a record that ends in its first field', encoded('e-long').subarray(0, 8), 'bad_avro'],
  ['bytes behind the record', Buffer.concat([encoded('e'), Buffer.from('x')]), 'bad_avro'],
  ['an enum symbol that there is not', otherChannel(encoded('e')), 'bad_avro'],
] satisfies [string, Buffer | null, string][])
  test(`${what} is a dead letter (${reason}), byte for byte, and the next record goes on`, () => {
    const driver = new TestDriver(topologyOf(whole))
    driver.together(() => {
      driver.sendBytes(visits, bytes, { key: 'ada', headers: [['a', 'b']] })
      driver.send(visits, Visited, visit('after'))
    })
    const [letter, ...more] = driver.deadLetters()
    assert.equal(letter?.reason.split(':')[0], reason, letter?.reason)
    assert.deepEqual([letter.bytes, letter.key, letter.headers, letter.by], [bytes, 'ada', [['a', 'b']], undefined])
    assert.deepEqual(more, [])
    assert.equal(textsOf(driver).length, 1)
  })

for (const [what, key, reason] of [
  ['no key', null, 'no_key'],
  ['another key than the subject', 'eve', 'wrong_key'],
  ['a key of the subject’s length', 'eda', 'wrong_key'],
  ['an empty key', '', 'wrong_key'],
] as const)
  test(`${what} is a dead letter (${reason})`, () => {
    const driver = new TestDriver(topologyOf(whole))
    driver.send(visits, Visited, visit('1'), { key })
    assert.equal(driver.deadLetters()[0]?.reason.split(':')[0], reason)
    assert.deepEqual(textsOf(driver), [])
  })

test('a schema that nobody here reads is a dead letter', () => {
  const driver = new TestDriver(topologyOf(whole))
  driver.send(visits, Stranger, { subject: 'ada' })
  assert.match(driver.deadLetters()[0]?.reason ?? '', /^unexpected_schema: schema \d+ is test.Stranger/)
})

test('where, on an enum and on text: the others are none of the processor’s business and leave nothing', () => {
  const byChannel = seeing('channel', reading(Visited, [], { channel: ['WEB', 'SHOP'] }))
  const byPage = seeing('page', reading(Visited, [], { page: ['/b', '/bb'] }))
  const byBoth = seeing('both', reading(Visited, [], { page: ['/b'], channel: ['APP'] }))
  const driver = new TestDriver(topologyOf(byChannel, byPage, byBoth))
  const passes = (more: Parameters<typeof visit>[1]) => {
    driver.send(visits, Visited, visit(JSON.stringify(more), more))
    return textsOf(driver).map(text => text.split(' ')[0])
  }
  assert.deepEqual(passes({ channel: 'WEB' }), ['channel'])
  assert.deepEqual(passes({ channel: 'APP' }), [])
  assert.deepEqual(passes({ channel: 'SHOP', page: '/bb' }), ['channel', 'page'])
  assert.deepEqual(passes({ channel: 'APP', page: '/b' }), ['page', 'both'])
  assert.deepEqual(passes({ channel: 'APP', page: '/bbb' }), [])
  assert.deepEqual([driver.decisions(), driver.deadLetters()], [[], []])
})

test('what an older schema wrote is filtered and read as well: other order, other symbols, a field gone, one by default', () => {
  const byChannel = seeing('channel', reading(Visited, ['note'], { channel: ['WEB'] }))
  const driver = new TestDriver(topologyOf(byChannel))
  const older = { eventId: '1', subject: 'ada', occurredAt: 9, page: '/', gone: 'x' }
  driver.send(visits, OlderVisited, { ...older, channel: 'SHOP' })
  assert.deepEqual(textsOf(driver), [])
  driver.send(visits, OlderVisited, { ...older, channel: 'WEB' })
  driver.send(visits, Visited, visit('2', { note: 'n' }))
  assert.deepEqual(textsOf(driver), [
    'channel {"eventId":"1","subject":"ada","occurredAt":9,"note":null}',
    'channel {"eventId":"2","subject":"ada","occurredAt":1000,"note":"n"}',
  ])
  assert.deepEqual(driver.deadLetters(), [])
})

test('only fields that somebody declares are there, besides the envelope', () => {
  const page = seeing('page', reading(Visited, ['page']))
  const none = seeing('none', reading(Visited, []))
  const texts = (...processors: Processor[]) => {
    const driver = new TestDriver(topologyOf(...processors))
    driver.send(visits, Visited, visit('1'))
    return textsOf(driver)
  }
  const envelope = '"eventId":"1","subject":"ada","occurredAt":1000'
  assert.deepEqual(texts(none), [`none {${envelope}}`])
  assert.deepEqual(texts(page), [`page {${envelope},"page":"/"}`])
  assert.deepEqual(texts(whole), [`whole {${envelope},"page":"/","channel":"WEB","note":null}`])
})

test('without a filter that fits anybody, a record is not decoded: what is wrong in it later on harms nobody', () => {
  const none = seeing('shop', reading(Visited, [], { channel: ['SHOP'] }))
  const driver = new TestDriver(topologyOf(none))
  driver.sendBytes(visits, Buffer.concat([encoded('e'), Buffer.from('x')]), { key: 'ada' })
  assert.deepEqual([textsOf(driver), driver.deadLetters()], [[], []])
})

test('a topology that cannot run is refused with all that is wrong', () => {
  const lonely = { ...whole, input: { from: otherVisits, only: [] }, outputs: [otherVisits] }
  assert.throws(() => new TestDriver(topologyOf(whole, whole, lonely)), /two parts are called whole/)
  const slashed = store({ name: 'a/b', schema: Noted, expiry: 'none: a test' })
  const refused = topologyOf({ ...whole, name: 'table' }, { ...whole, keeps: [slashed] })
  assert.throws(() => new TestDriver(refused), /no processor can be called table[^]*whole: names of processors, stores/)
})
