import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { Learned } from '../../../src/egress/braze/learned.ts'
import type { Command } from '../../../src/stream/define.ts'
import {
  attributesFor,
  campaignFor,
  canvasFor,
  deleteItemFor,
  entryOf,
  eventFor,
  planned,
  purchaseFor,
  putItemFor,
  seeded,
  sendable,
  subscriptionFor,
  transactionalFor,
} from './commands.ts'

const chosen = (commands: readonly Command[], batch?: number) => planned(commands, batch).chosen
const count = (commands: readonly Command[], batch?: number) => chosen(commands, batch).length
const many = (length: number, make: (at: number) => Command) => Array.from({ length }, (_, at) => make(at))

describe('how many go into one call of /users/track', () => {
  test('as many as the limit, and all where there are fewer', () => {
    const commands = many(80, at => eventFor(`c${at}`))
    assert.equal(count(commands), 75)
    assert.equal(count(commands.slice(0, 10)), 10)
    assert.equal(count(commands, 1), 1)
  })

  test('older contracts: 225, but no more than 75 of a kind', () => {
    const makers = [eventFor, purchaseFor, (subject: string) => attributesFor(subject)]
    const mixed = many(300, at => makers[at % 3]?.(`c${at}`) ?? eventFor(''))
    const { body, chosen: all } = planned(mixed, 225)
    assert.equal(all.length, 225)
    const lengths = Object.values(z.record(z.string(), z.array(z.unknown())).parse(body)).map(list => list.length)
    assert.deepEqual(lengths, [75, 75, 75])
    assert.equal(count(mixed, 75), 75)
    assert.equal(
      count(
        many(100, at => eventFor(`c${at}`)),
        225,
      ),
      75,
    )
  })

  test('what Braze would apply before an earlier command of the same customer waits, and what is behind it', () => {
    assert.deepEqual(chosen([eventFor('ada'), attributesFor('bob'), attributesFor('ada'), eventFor('bob')]), [0, 1, 3])
    assert.deepEqual(chosen([attributesFor('ada'), eventFor('ada'), eventFor('ada')]), [0, 1, 2])
    assert.deepEqual(chosen([eventFor('ada'), attributesFor('ada'), eventFor('ada'), eventFor('bob')]), [0, 3])
    assert.deepEqual(chosen([purchaseFor('ada'), eventFor('ada'), purchaseFor('ada')]), [0])
    assert.deepEqual(chosen([attributesFor('ada'), eventFor('ada'), purchaseFor('ada')]), [0, 1, 2])
  })

  test('what is refused takes no part in that', () => {
    const refused = attributesFor('ada', { external_id: 'x' })
    const plan = planned([eventFor('ada'), refused, eventFor('ada')])
    assert.deepEqual([plan.chosen, plan.refused], [[0, 2], [1]])
    const all = planned([refused, refused])
    assert.deepEqual([all.chosen, all.refused, all.to], [[], [0, 1], ''])
  })

  for (const letter of ['x', 'é', '漢', '😀', '\u0001'])
    test(`a body stays below 4 MB, of ${JSON.stringify(letter)} too`, () => {
      const wide = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`a${at}`, letter.repeat(120)]))
      const commands = many(75, at => attributesFor(`c${at}`, { ...wide, more: letter.repeat(250) }))
      const { text, chosen: all } = planned(commands)
      const bytes = Buffer.byteLength(text)
      assert.ok(bytes < 4_000_000, `${bytes} bytes`)
      assert.ok(
        bytes > 2_500_000 || all.length === commands.length,
        `${all.length} commands of ${bytes} bytes: too timid`,
      )
    })

  test('one that is too large by itself goes alone, so that Braze can say so', () => {
    const huge = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`a${at}`, 'x'.repeat(250)]))
    assert.deepEqual(chosen([attributesFor('ada', huge), eventFor('bob')]), [0])
    assert.deepEqual(chosen([eventFor('bob'), attributesFor('ada', huge)]), [0])
  })
})

describe('data points', () => {
  test('attributes of a customer that are set twice are one object with the last values, and both commands go with it', () => {
    const commands = [
      attributesFor('ada', { tier: 'silver', age: 33 }),
      attributesFor('bob'),
      attributesFor('ada', { tier: 'gold', nick: null }),
      eventFor('ada'),
    ]
    const { chosen: all, body, places, text } = planned(commands)
    assert.deepEqual(all, [0, 1, 2, 3])
    assert.deepEqual(places, ['attributes/0', 'attributes/1', 'attributes/0', 'events/0'])
    const ada = { external_id: 'ada', tier: 'gold', age: 33, nick: null }
    assert.deepEqual(body, {
      attributes: [ada, { external_id: 'bob', tier: 'gold' }],
      events: [entryOf(eventFor('ada'))],
    })
    assert.ok(text.length > 0)
  })

  test('unless they were refused as one: then each is an object of its own, in their order', () => {
    const learned = new Learned()
    learned.keepApart('d-1')
    const commands = ['d-1', 'd-2', 'd-3'].map(id => attributesFor('ada', { tier: id }, id))
    assert.deepEqual(planned(commands, 75, learned).places, ['attributes/0', 'attributes/1', 'attributes/1'])
    learned.settle('', 'd-1')
    assert.deepEqual(planned(commands, 75, learned).places, ['attributes/0', 'attributes/0', 'attributes/0'])
  })
})

describe('kinds of calls', () => {
  test('the first command decides; others of their subjects wait behind those that do not fit', () => {
    const commands = [eventFor('ada'), campaignFor('bob'), eventFor('bob'), eventFor('cleo'), campaignFor('ada')]
    assert.deepEqual(chosen(commands), [0, 3])
    assert.deepEqual(chosen(commands.slice(1)), [0, 3], 'bob’s campaign, and ada’s; not bob’s event')
  })

  test('triggers: at most 50 recipients, of one campaign and send id, each user once', () => {
    assert.equal(count(many(70, at => campaignFor(`c${at}`))), 50)
    assert.equal(count(many(70, at => canvasFor(`c${at}`))), 50)
    const commands = [
      campaignFor('ada'),
      campaignFor('bob', { campaignId: 'c-2' }),
      campaignFor('bob'),
      campaignFor('cleo', { sendId: 's-1' }),
      campaignFor('ada'),
      campaignFor('dora'),
    ]
    assert.deepEqual(chosen(commands), [0, 5])
  })

  test('subscriptions: a user’s second change of a group waits, the same one again is one; at most 50', () => {
    const commands = [
      subscriptionFor('ada'),
      subscriptionFor('ada'),
      subscriptionFor('bob'),
      subscriptionFor('ada', { state: 'unsubscribed' }),
      subscriptionFor('ada'),
    ]
    const { chosen: all, body } = planned(commands)
    assert.deepEqual(all, [0, 1, 2])
    assert.match(JSON.stringify(body), /"external_ids":\["ada","bob"\]/)
    assert.equal(count(many(70, at => subscriptionFor(`c${at}`))), 50)
  })

  test('a group that may be wrong goes alone', () => {
    const learned = new Learned()
    learned.suspect(['g-2'])
    const commands = ['g-1', 'g-2', 'g-3', 'g-2'].map((groupId, at) => subscriptionFor(`c${at}`, { groupId }))
    assert.deepEqual(planned(commands, 75, learned).chosen, [0, 2])
    assert.deepEqual(planned(commands.slice(1), 75, learned).chosen, [0, 2])
    learned.settle('g-2', '')
    assert.deepEqual(planned(commands, 75, learned).chosen, [0, 1, 2, 3])
  })

  test('catalogs: at most 50 items of one catalog and action, each once', () => {
    const items = many(60, at => putItemFor(`i-${at}`, { itemId: `i-${at}` }))
    assert.equal(count(items), 50)
    const other = putItemFor('x', { itemId: 'x', catalog: 'other' })
    assert.deepEqual(chosen([putItemFor('i'), other, putItemFor('j'), deleteItemFor('k', { itemId: 'k' })]), [0])
  })

  test('what follows a call without an answer', () => {
    const way = (...commands: Command[]) => planned(commands).inDoubt
    assert.equal(way(attributesFor('ada'), attributesFor('bob')), 'resend')
    assert.equal(way(attributesFor('ada'), eventFor('bob')), 'lookup')
    assert.equal(way(purchaseFor('ada')), 'lookup')
    assert.equal(way(campaignFor('ada')), 'lookup')
    assert.equal(way(canvasFor('ada')), 'lookup')
    for (const command of [transactionalFor('a'), subscriptionFor('a'), putItemFor('a'), deleteItemFor('a')])
      assert.equal(way(command), 'resend')
  })
})

test('whatever the queue, calls take it all, in the order that counts at Braze', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed)
    let rest = Array.from({ length: 60 }, (_, at) => numbered(at, random))
    const queue = rest
    const applied: Command[] = []
    while (rest.length > 0) {
      const { chosen: all, refused } = planned(rest, 1 + Math.floor(random() * 20))
      assert.ok(all.length >= 1, `seed ${seed}: nothing of ${rest.length}`)
      assert.deepEqual(refused, [])
      const call = all.map(at => rest[at]).filter(command => command !== undefined)
      // Within a call Braze applies all attributes, then all events, then all purchases.
      for (const list of lists) applied.push(...call.filter(command => sendable(command).list === list))
      const sent = new Set(call)
      rest = rest.filter(command => !sent.has(command))
    }
    for (const name of customers)
      assert.deepEqual(applied.filter(of(name)), queue.filter(of(name)), `seed ${seed}: the order of ${name}`)
  }
})

const customers = ['ada', 'bob', 'cleo']
const lists = ['attributes', 'events', 'purchases', 'recipients', 'recipient']
const of = (name: string) => (command: Command) => sendable(command).about === name

function numbered(at: number, random: () => number): Command {
  const customer = customers[Math.floor(random() * customers.length)] ?? ''
  const kinds = [
    () => eventFor(customer, { eventId: `e-${at}` }),
    () => attributesFor(customer, { step: at }),
    () => purchaseFor(customer, { eventId: `e-${at}` }),
    () => campaignFor(customer, { deliveryId: `d-${at}` }),
    () => transactionalFor(customer, { deliveryId: `d-${at}` }),
  ]
  return kinds[Math.floor(random() * kinds.length)]?.() ?? eventFor(customer)
}
