import assert from 'node:assert/strict'
import { test } from 'node:test'
import type avsc from 'avsc'
import { FieldLocator, longAt } from '../../src/kafka/codec/field-locator.ts'
import { number, randomRecord, typeOf } from './random-avro.ts'

/** What a field of a decoded record holds, out of avsc's wrapping of unions. */
function contentOf(record: object, name: string, union: boolean): unknown {
  const value: unknown = Reflect.get(record, name)
  return union && typeof value === 'object' && value !== null ? Object.values(value)[0] : value
}

const decoded = (type: avsc.Type, bytes: Buffer): object => {
  const value: unknown = type.fromBuffer(bytes)
  assert.ok(typeof value === 'object' && value !== null)
  return value
}

/** Checks what was located in an encoded record, that starts at `at`, against what avsc decodes. */
function checkLocated(
  locator: FieldLocator,
  names: readonly string[],
  type: avsc.types.RecordType,
  bytes: Buffer,
  at: number,
) {
  const record = decoded(type, bytes.subarray(at))
  let from = at
  for (const field of type.fields) {
    const whole = field.type.toBuffer(Reflect.get(record, field.name))
    names.forEach((name, n) => {
      if (name === field.name)
        checkField(
          locator,
          n,
          field.type,
          contentOf(record, name, field.type.typeName.startsWith('union')),
          whole,
          bytes,
          from,
        )
    })
    from += whole.length
  }
}

function checkField(
  locator: FieldLocator,
  n: number,
  type: avsc.Type,
  value: unknown,
  whole: Buffer,
  bytes: Buffer,
  from: number,
) {
  const [start = 0, end = 0] = [locator.starts[n], locator.ends[n]]
  const found = bytes.subarray(start, end)
  const about = `${JSON.stringify(type.schema())} = ${JSON.stringify(value)}`
  if (value === null) {
    assert.equal(start, -1, about)
    return
  }
  const kind = locator.kindOf(n)
  if (kind === 'string') assert.equal(found.toString(), value, about)
  else if (kind === 'bytes') assert.deepEqual(found, value, about)
  else if (kind === 'int' || kind === 'long') assert.equal(longAt(bytes, start), value, about)
  else if (kind === 'enum') assert.equal(['A', 'B', 'C'][longAt(bytes, start)], value, about)
  else assert.deepEqual([start, end], [from, from + whole.length], about)
  assert.equal(end, from + whole.length, `${about}: the end`)
}

test('whatever the schema, fields lie where avsc finds them', () => {
  for (let round = 0; round < 1_500; round++) {
    const { schema, type } = randomRecord()
    const names = type.fields.map(field => field.name).filter(() => number(2) === 0)
    const locator = new FieldLocator(
      schema,
      names.map(name => [name]),
    )
    for (let n = 0; n < 4; n++) {
      const at = number(9)
      const bytes = Buffer.concat([Buffer.alloc(at, 0xff), type.toBuffer(type.random())])
      locator.locate(bytes, at, bytes.length)
      checkLocated(locator, names, type, bytes, at)
    }
  }
})

test('bytes that end too soon are refused, unless the wanted fields lie before the cut', () => {
  for (let round = 0; round < 300; round++) {
    const { schema, type } = randomRecord()
    const names = type.fields.map(field => field.name).slice(0, 1 + number(type.fields.length))
    const locator = new FieldLocator(
      schema,
      names.map(name => [name]),
    )
    const record = type.random()
    const bytes = type.toBuffer(record)
    const needed = type.fields
      .slice(0, names.length)
      .reduce((sum, field) => sum + field.type.toBuffer(Reflect.get(record, field.name)).length, 0)
    for (let cut = 0; cut <= bytes.length; cut += cut < 300 ? 1 : 1 + number(bytes.length / 20)) {
      // The bytes behind the cut are another record's and must not be taken for this one's.
      const locate = () => locator.locate(number(2) === 0 ? bytes : bytes.subarray(0, cut), 0, cut)
      if (cut < needed) assert.throws(locate, RangeError, `${cut} of ${needed}: ${JSON.stringify(schema)}`)
      else assert.doesNotThrow(locate, `${cut} of ${needed}: ${JSON.stringify(schema)}`)
    }
  }
})

/** One byte of a zigzag varint. */
const z = (value: number): number => (value << 1) ^ (value >> 31)

const tree = {
  type: 'record',
  name: 'Tree',
  namespace: 'wood',
  fields: [
    { name: 'label', type: { type: 'enum', name: 'Label', symbols: ['oak', 'elm'] } },
    { name: 'children', type: { type: 'array', items: 'Tree' } },
    { name: 'next', type: ['wood.Tree', 'null'] },
    { name: 'byName', type: { type: 'map', values: ['null', 'int', 'Tree'] } },
    { name: 'also', type: { type: 'record', name: 'shed.Also', fields: [{ name: 'label', type: 'wood.Label' }] } },
    { name: 'mark', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }] },
  ],
}
const plant = (depth: number): object => ({
  label: 'elm',
  children: depth > 0 ? [plant(depth - 1), plant(depth - 2)] : [],
  next: depth > 0 ? { 'wood.Tree': plant(depth - 3) } : null,
  byName: depth > 0 ? { a: { int: 7 }, b: null, c: { 'wood.Tree': plant(depth - 2) } } : {},
  also: { label: 'oak' },
  mark: { long: 1_700_000_000_000 },
})

test('types within themselves, and names with and without their namespace', () => {
  const type = typeOf(tree)
  const locator = new FieldLocator(tree, [['mark'], ['children'], ['label']])
  for (const depth of [0, 1, 5, 8]) {
    const bytes = type.toBuffer(plant(depth))
    locator.locate(bytes, 0, bytes.length)
    assert.equal(longAt(bytes, locator.starts[0] ?? 0), 1_700_000_000_000)
    assert.equal(locator.starts[1], 1)
    assert.deepEqual([locator.starts[2], locator.ends[2]], [0, 1])
  }
  assert.deepEqual([locator.kindOf(0), locator.kindOf(1), locator.kindOf(2)], ['long', 'other', 'enum'])
})

test('nesting without an end is refused', () => {
  const chain = {
    type: 'record',
    name: 'Chain',
    fields: [
      { name: 'next', type: ['null', 'Chain'] },
      { name: 'id', type: 'int' },
    ],
  }
  const endless = {
    type: 'record',
    name: 'Endless',
    fields: [
      { name: 'self', type: 'Endless' },
      { name: 'id', type: 'int' },
    ],
  }
  assert.throws(() => new FieldLocator(chain, [['id']]).locate(Buffer.alloc(200_000, z(1)), 0, 200_000), /too deep/)
  assert.throws(() => new FieldLocator(endless, [['id']]).locate(Buffer.alloc(10), 0, 10), /too deep/)
})

test('blocks that say how many bytes they take are passed whole', () => {
  const inner = { type: 'record', name: 'Inner', fields: [{ name: 'list', type: { type: 'array', items: 'string' } }] }
  const schema = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'texts', type: { type: 'array', items: 'string' } },
      { name: 'sized', type: { type: 'map', values: 'bytes' } },
      { name: 'fixed', type: { type: 'array', items: 'double' } },
      { name: 'inner', type: { type: 'array', items: inner } },
      { name: 'id', type: 'string' },
    ],
  }
  const texts = [z(-2), z(4), z(1), 97, z(1), 98, z(1), z(1), 99, z(0)]
  const sized = [z(-1), z(4), z(1), 97, z(1), 98, z(0)]
  const fixed = [z(-1), z(8), 0, 0, 0, 0, 0, 0, 0, 0, z(1), 0, 0, 0, 0, 0, 0, 0, 0, z(0)]
  const items = [z(1), z(-1), z(2), z(1), 97, z(0), z(-1), z(4), z(1), z(1), 97, z(0), z(0)]
  const bytes = Buffer.from([...texts, ...sized, ...fixed, ...items, z(2), 105, 100])
  assert.equal(Reflect.get(decoded(typeOf(schema), bytes), 'id'), 'id')
  const locator = new FieldLocator(schema, [['id']])
  locator.locate(bytes, 0, bytes.length)
  assert.equal(bytes.toString('utf8', locator.starts[0], locator.ends[0]), 'id')
})

test('a field is found by the first of its names that the writer has; two may mean the same', () => {
  const schema = {
    type: 'record',
    name: 'R',
    fields: ['old', 'other'].map(name => ({ name, type: ['null', 'string'] })),
  }
  const locator = new FieldLocator(schema, [['new', 'old'], ['missing'], ['old'], ['other', 'old']])
  assert.deepEqual(
    [0, 1, 2, 3].map(n => locator.kindOf(n)),
    ['string', 'none', 'string', 'string'],
  )
  const bytes = Buffer.from([z(1), z(2), 104, 105, z(0)])
  locator.locate(bytes, 0, bytes.length)
  assert.deepEqual([...locator.starts], [2, -1, 2, -1])
  assert.deepEqual([locator.ends[0], locator.ends[2]], [4, 4])
  locator.locate(Buffer.from([z(0), z(0)]), 0, 2)
  assert.deepEqual([...locator.starts], [-1, -1, -1, -1], 'nothing is left of the record before')
})

test('bytes that are no encoding are refused with what is wrong and where', () => {
  const of = (type: unknown) =>
    new FieldLocator(
      {
        type: 'record',
        name: 'R',
        fields: [
          { name: 'skipped', type },
          { name: 'id', type: 'int' },
        ],
      },
      [['id']],
    )
  const refuses = (type: unknown, bytes: number[], reason: RegExp) =>
    assert.throws(() => of(type).locate(Buffer.from(bytes), 0, bytes.length), { name: 'RangeError', message: reason })
  refuses('string', [z(-1), 0, 0], /length at byte 0 is negative: -1/)
  refuses('string', [z(3), 0, 0], /end too soon/)
  refuses(['null', 'string'], [z(2), 0, 0], /union at byte 0 has 2 branches and no index 2/)
  refuses(['null', 'int', 'string'], [z(-1), 0, 0], /3 branches and no index -1/)
  refuses('long', [...Array.from({ length: 10 }, () => 0x80), 0, 0], /byte 0 is longer than ten bytes/)
  refuses({ type: 'array', items: 'string' }, [z(50), 0, 0], /block at byte 0 has 50 items/)
  refuses({ type: 'array', items: 'float' }, [z(2), 0, 0, 0, 0, 0], /end too soon/)
  refuses({ type: 'map', values: 'int' }, [z(-1), z(-3), 0], /length at byte 1 is negative/)
  assert.throws(() => of('int').locate(Buffer.alloc(4), 2, 5), /no bytes 2 to 5/)
  for (const writer of ['string', { type: 'enum', name: 'E', symbols: [] }, null])
    assert.throws(() => new FieldLocator(writer, []), TypeError)
  assert.throws(() => of('Nowhere'), /Nowhere is not defined/)
})

test('random bytes are walked or refused, never anything else', () => {
  for (let round = 0; round < 2_000; round++) {
    const { schema, type } = randomRecord()
    const locator = new FieldLocator(schema, [[type.fields.at(-1)?.name ?? '']])
    const bytes = Buffer.from(Array.from({ length: number(60) }, () => number(number(2) === 0 ? 8 : 256)))
    try {
      locator.locate(bytes, 0, bytes.length)
      assert.ok((locator.ends[0] ?? 0) <= bytes.length)
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error))
    }
  }
})

/** avsc writes longs above 2^52 wrongly. */
function varintOf(value: number): Buffer {
  const bytes: number[] = []
  let left = (BigInt(value) << 1n) ^ (BigInt(value) >> 63n)
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80)
  return Buffer.from([...bytes, Number(left)])
}

test('longs are exact within 53 bits', () => {
  const bounds = Array.from({ length: 54 }, (_, n) => [2 ** n - 1, 2 ** n, 2 ** n + 1]).flat()
  for (const long of [0, ...bounds].filter(value => value <= 2 ** 53))
    for (const value of [long + 0, 0 - long]) assert.equal(longAt(varintOf(value), 0), value)
  assert.equal(longAt(Buffer.from('ffffffffffffffffff01', 'hex'), 0), -(2 ** 63))
  assert.equal(longAt(Buffer.from('feffffffffffffffff01', 'hex'), 0), 2 ** 63)
})
