import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { takeForCall, trackBody } from '../../../src/egress/braze/request.ts'
import type { Command } from '../../../src/stream/define.ts'
import { attributesFor, eventFor, refusalOf, seeded, sendable } from './commands.ts'

describe('an object', () => {
  test('of an event: who, what, when as ISO 8601, and the event id among its properties', () => {
    const { array, body } = sendable(eventFor('ada', { eventId: 'view-1', properties: { price: 49.5, gift: false } }))
    assert.equal(array, 'events')
    assert.deepEqual(body, {
      external_id: 'ada',
      name: 'seen',
      time: '2026-03-01T12:00:00.250Z',
      properties: { price: 49.5, gift: false, event_id: 'view-1' },
    })
  })

  test('of an event: a property named event_id does not hide the real one', () => {
    const { body } = sendable(eventFor('ada', { eventId: 'view-1', properties: { event_id: 'other' } }))
    assert.deepEqual(body['properties'], { event_id: 'view-1' })
  })

  test('of attributes: who, and each value as it is; null stays, for it removes', () => {
    const { array, body } = sendable(attributesFor('ada', { tier: 'gold', age: 33, vip: true, nick: null }))
    assert.equal(array, 'attributes')
    assert.deepEqual(body, { external_id: 'ada', tier: 'gold', age: 33, vip: true, nick: null })
  })

  test('strings are cut at 255 characters, in lists too', () => {
    const properties = { fits: 'x'.repeat(255), long: 'x'.repeat(256), list: ['y'.repeat(300), 'short'] }
    const { body } = sendable(eventFor('ada', { properties }))
    assert.deepEqual(body['properties'], {
      fits: 'x'.repeat(255),
      long: 'x'.repeat(255),
      list: ['y'.repeat(255), 'short'],
      event_id: 'e-1',
    })
    assert.equal(sendable(attributesFor('ada', { bio: 'z'.repeat(256) })).body['bio'], 'z'.repeat(255))
  })

  test('a cut never leaves half a character, which would be no valid text', () => {
    const { body } = sendable(attributesFor('ada', { bio: `${'x'.repeat(254)}😀` }))
    assert.equal(body['bio'], 'x'.repeat(254))
  })
})

describe('what Braze must not be sent', () => {
  for (const name of ['external_id', 'braze_id', 'user_alias', '_update_existing_only', 'push_token_import'])
    test(`an attribute named ${name}`, () => {
      assert.match(
        refusalOf(attributesFor('ada', { [name]: 'x' })) ?? '',
        new RegExp(`^reserved_attribute: .*"${name}"`),
      )
    })

  test('a subject above 987 bytes, however few characters', () => {
    assert.equal(refusalOf(eventFor('a'.repeat(987))), undefined)
    assert.match(refusalOf(eventFor('a'.repeat(988))) ?? '', /^subject_too_long: /)
    assert.match(refusalOf(attributesFor('é'.repeat(494))) ?? '', /^subject_too_long: /)
  })

  test('a time that no calendar has', () => {
    assert.match(refusalOf(eventFor('ada', { occurredAt: 8.64e15 + 1 })) ?? '', /^no_such_time: /)
  })

  test('a number that JSON would turn into null, which removes', () => {
    assert.match(refusalOf(attributesFor('ada', { score: NaN })) ?? '', /^no_such_number: .*"score"/)
    assert.match(refusalOf(eventFor('ada', { properties: { price: Infinity } })) ?? '', /^no_such_number: .*"price"/)
  })

  test('a command of another destination', () => {
    const schema = 'signalbox.sms.Send'
    assert.equal(refusalOf({ schema, value: eventFor('ada').value }), `no_such_command: ${schema}`)
  })
})

describe('how many go into one call', () => {
  test('as many as the limit, and all where there are fewer', () => {
    const commands = Array.from({ length: 80 }, (_, at) => eventFor(`c${at}`))
    assert.equal(takeForCall(commands, 75), 75)
    assert.equal(takeForCall(commands.slice(0, 10), 75), 10)
    assert.equal(takeForCall(commands, 1), 1)
  })

  test('attributes behind an event of the same customer wait, for Braze applies attributes first', () => {
    assert.equal(takeForCall([eventFor('ada'), attributesFor('bob'), attributesFor('ada'), eventFor('bob')], 75), 2)
    assert.equal(takeForCall([attributesFor('ada'), eventFor('ada'), eventFor('ada')], 75), 3)
  })

  test('what is refused takes no part in that', () => {
    const refused = attributesFor('ada', { external_id: 'x' })
    assert.equal(takeForCall([eventFor('ada'), refused, eventFor('ada')], 75), 3)
  })

  for (const letter of ['x', 'é', '漢', '😀', '\u0001'])
    test(`a body stays below 4 MB, of ${JSON.stringify(letter)} too`, () => {
      const wide = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`a${at}`, letter.repeat(120)]))
      const commands = Array.from({ length: 200 }, (_, at) => attributesFor(`c${at}`, wide))
      const count = takeForCall(commands, 225)
      const bytes = Buffer.byteLength(trackBody(commands.slice(0, count).map(sendable)))
      assert.ok(bytes < 4_000_000, `${bytes} bytes`)
      assert.ok(bytes > 2_500_000 || count === commands.length, `${count} commands of ${bytes} bytes: too timid`)
    })

  test('one that is too large by itself goes alone, so that Braze can say so', () => {
    const huge = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`a${at}`, 'x'.repeat(250)]))
    assert.equal(takeForCall([attributesFor('ada', huge), eventFor('bob')], 75), 1)
    assert.equal(takeForCall([eventFor('bob'), attributesFor('ada', huge)], 75), 1)
  })
})

test('arrays that would be empty are not sent', () => {
  const events = sendable(eventFor('ada'))
  assert.deepEqual(JSON.parse(trackBody([events])), { events: [events.body] })
  const attributes = sendable(attributesFor('ada'))
  assert.deepEqual(JSON.parse(trackBody([attributes])), { attributes: [attributes.body] })
})

test('whatever the queue, calls take it all, in the order that counts at Braze', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed)
    const queue = Array.from({ length: 60 }, (_, at) => numbered(at, random))
    const applied: Command[] = []
    for (let rest = queue; rest.length > 0;) {
      const count = takeForCall(rest, 1 + Math.floor(random() * 20))
      assert.ok(count >= 1 && count <= rest.length, `seed ${seed}: ${count} of ${rest.length}`)
      const call = rest.slice(0, count)
      // Within a call Braze applies all attributes, then all events.
      applied.push(...call.filter(isAttributes), ...call.filter(command => !isAttributes(command)))
      rest = rest.slice(count)
    }
    for (const name of customers)
      assert.deepEqual(applied.filter(of(name)), queue.filter(of(name)), `seed ${seed}: the order of ${name}`)
  }
})

const customers = ['ada', 'bob', 'cleo']
const isAttributes = (command: Command) => sendable(command).array === 'attributes'
const of = (name: string) => (command: Command) => sendable(command).subject === name

function numbered(at: number, random: () => number): Command {
  const customer = customers[Math.floor(random() * customers.length)] ?? ''
  return random() < 0.5 ? eventFor(customer, { eventId: `e-${at}` }) : attributesFor(customer, { step: at })
}
