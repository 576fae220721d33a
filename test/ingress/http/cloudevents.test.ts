import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromHeaders, fromJson } from '../../../src/ingress/frame/cloudevents.ts'
import type { Arrival } from '../../../src/ingress/frame/canonical.ts'
import { publicationsOf, refusalsOf, sort } from '../../../src/ingress/frame/sort.ts'
import { canonicalise } from '../../../src/ingress/http/canonical.ts'
import { httpEvents } from '../../../src/ingress/http/endpoint.ts'
import { eventOf, itemsOf } from '../../../src/ingress/http/items.ts'
import { modeOf } from '../../../src/ingress/http/media-type.ts'
import { field } from '../../field.ts'
import { consentChanged, signedUp } from './events.ts'

const pointersOf = (event: { faults: readonly { pointer: string }[] }) => event.faults.map(fault => fault.pointer)

describe('the mode follows the content type', () => {
  for (const [contentType, isBinary, mode] of [
    ['application/cloudevents+json', false, 'structured'],
    ['Application/CloudEvents+JSON; charset="UTF-8"', true, 'structured'],
    ['application/cloudevents-batch+json;charset=utf-8', false, 'batch'],
    ['application/json', true, 'binary'],
    ['application/vnd.shop+json', true, 'binary'],
    ['application/json', false, null],
    ['application/cloudevents+json; charset=latin1', false, null],
    ['application/cloudevents+avro', false, null],
    ['text/plain', true, null],
    ['', true, null],
  ] as const) {
    test(`${contentType}${isBinary ? ' with ce-* headers' : ''}: ${String(mode)}`, () => {
      assert.equal(modeOf(contentType, isBinary), mode)
    })
  }
})

describe('the JSON format', () => {
  test('attributes as text, null as absent, data as it is', () => {
    const event = fromJson({ id: 'a', subject: null, count: 3, flag: true, data: { x: 1 } })
    assert.deepEqual(event, { attributes: { id: 'a', count: '3', flag: 'true' }, data: { x: 1 }, faults: [] })
  })
  test('wrong types and names are named', () => {
    const event = fromJson({ id: 7, Subject: 'a', list: [], part: 1.5, data_base64: 'e30=', 'a/b': '' })
    assert.deepEqual(pointersOf(event), ['/id', '/Subject', '/list', '/part', '/data_base64', '/a~1b'])
    assert.match(event.faults[4]?.detail ?? '', /send JSON in data/)
  })
  for (const value of [null, 'a', 7, [signedUp]]) {
    test(`${JSON.stringify(value).slice(0, 20)} is no event`, () => assert.deepEqual(pointersOf(fromJson(value)), ['']))
  }
})

describe('binary mode', () => {
  const attribute = (...values: string[]) => {
    const { attributes, faults } = fromHeaders({ 'ce-subject': values }, {})
    return attributes['subject'] ?? faults
  }
  test('reads ce-* headers and nothing else', () => {
    const event = fromHeaders({ 'ce-id': ['a'], 'ce-tenant': ['eu'], host: ['x'], 'ce-gone': undefined }, { x: 1 })
    assert.deepEqual(event, { attributes: { id: 'a', tenant: 'eu' }, data: { x: 1 }, faults: [] })
  })
  test('undoes percent-encoding once, and quotes before it', () => {
    assert.equal(attribute('J%C3%BCrgen%20%E2%82%AC'), 'Jürgen €')
    assert.equal(attribute('100%2525'), '100%25')
    assert.equal(attribute('"a \\"b\\" %41"'), 'a "b" A')
  })
  test('refuses what is not percent-encoded UTF-8, or there twice', () => {
    for (const wrong of ['100%', '%ff', 'J\u00fcrgen']) assert.deepEqual(typeof attribute(wrong), 'object', wrong)
    assert.match(JSON.stringify(attribute('a', 'b')), /is there 2 times/)
  })
})

describe('a batch', () => {
  const arrival = { now: Date.UTC(2026, 2, 1), trace: {} }
  const read = (text: string) => {
    const value: unknown = JSON.parse(text)
    const items = itemsOf('batch', { value, text }, () => ({}))
    assert.ok(!('status' in items))
    const canonical = (item: unknown, at: Arrival) => canonicalise(eventOf(item), at)
    const sorted = sort({ canonical }, { items, text }, arrival, error => assert.fail(String(error)))
    return { publications: publicationsOf(sorted), rejected: sorted.rejected }
  }
  test('good events do not depend on bad ones, and the bad ones are kept as they were sent', () => {
    const bad = '{"id" : "b\\u00e9,]", "subject":"bo", "data": {"n": [1.0, "}\\"]"]}}'
    const text = `[ ${JSON.stringify(signedUp)},\n ${bad} , 7, ${JSON.stringify(consentChanged)} ]`
    const { publications, rejected } = read(text)
    assert.deepEqual(
      publications.map(({ headers }) => headers['ce_id']),
      ['e-1', 'e-4'],
    )
    assert.deepEqual(
      rejected.map(({ index, id }) => ({ index, id })),
      [
        { index: 1, id: 'bé,]' },
        { index: 2, id: null },
      ],
    )
    const refusals = refusalsOf(httpEvents, rejected)
    assert.deepEqual(
      refusals.map(({ key, bytes }) => ({ key, text: bytes.toString() })),
      [
        { key: 'bo', text: bad },
        { key: null, text: '7' },
      ],
    )
    assert.match(refusals[0]?.reason ?? '', /^invalid_event: \/source is required; /)
    assert.equal(refusals[0]?.stage, 'ingress.http')
  })
  test('half a surrogate pair is refused, a whole one and an escaped backslash are not', () => {
    const [half, whole, text] = ['\\ud83d', '\\ud83d\\ude00', '\\\\ud83d'].map(note =>
      JSON.stringify({ ...consentChanged, data: { ...consentChanged.data, note: '?' } }).replace('?', note),
    )
    const { publications, rejected } = read(`[${half},${whole},${text}]`)
    assert.deepEqual(
      rejected.map(({ index }) => index),
      [0],
    )
    assert.equal(publications.length, 2)
  })
  test('events of one subject without a time happened 1 ms after one another, whatever is between them', () => {
    const event = (subject: string, time?: string | null) => ({ ...consentChanged, subject, time })
    const soon = '2026-03-01T01:00:00.000Z'
    const year = '2027-03-01T00:00:00.000Z'
    const events = [event('ann'), event('bo'), event('ann', soon), { ...event('ann'), data: 7 }, event('ann')]
    const { publications, rejected } = read(JSON.stringify([...events, event('ann', year), event('bo', null)]))
    assert.equal(rejected.length, 1)
    const told = publications.map(({ key, value, headers }) => [key, field(value, 'occurredAt'), headers['ce_time']])
    assert.deepEqual(told, [
      ['ann', arrival.now, '2026-03-01T00:00:00.000Z'],
      ['bo', arrival.now, '2026-03-01T00:00:00.000Z'],
      ['ann', Date.parse(soon), soon],
      ['ann', arrival.now + 1, '2026-03-01T00:00:00.001Z'],
      ['ann', arrival.now + 2, year],
      ['bo', arrival.now + 1, '2026-03-01T00:00:00.001Z'],
    ])
  })
  test('must be an array; an empty one is fine', () => {
    assert.ok('status' in itemsOf('batch', { value: {}, text: '{}' }, () => ({})))
    assert.deepEqual(read('[]'), { publications: [], rejected: [] })
  })
})
