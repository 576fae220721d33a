/** Records that a source wrote into a partition that their key does not belong to: as if they had come into their own. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { RecordSchema } from '../../../schemas/record.ts'
import { reading } from '../../../src/stream/define.ts'
import { partitionOf, type Headers } from '../../../src/kafka/index.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { counting, counts, moved, tiers, topology } from './counting.ts'
import { note, Noted, notes, otherVisits, partitions, visit, Visited, visits } from './visits.ts'

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topology)
})

const right = (key: string) => partitionOf(Buffer.from(key), partitions)
const wrong = (key: string) => (right(key) + 1) % partitions
const send = (id: string, more: Parameters<typeof visit>[1] = {}) => driver.send(visits, Visited, visit(id, more))
const sendWrong = (id: string, more: Parameters<typeof visit>[1] = {}, headers: Headers = []) => {
  const value = visit(id, more)
  driver.send(visits, Visited, value, { partition: wrong(value.subject), headers })
}
const texts = () => driver.outputs(notes).map(({ value }) => value.text)
const reasons = () => driver.deadLetters().map(({ reason }) => reason.split(':')[0])

describe('an event', () => {
  test('is joined with the state and the rows of its key, and counted by topic and source', () => {
    driver.put(tiers, Noted, 'ada', note('gold'))
    send('1')
    sendWrong('2')
    sendWrong('3', {}, [['ce_source', '/till']])
    assert.deepEqual(texts(), ['1 1 gold', '2 2 gold', '3 3 gold'])
    assert.deepEqual(driver.row(counts, 'ada'), { visits: 3 })
    assert.deepEqual(driver.misplaced(), [
      { topic: 'visits', source: 'unknown', records: 1 },
      { topic: 'visits', source: '/till', records: 1 },
    ])
    assert.deepEqual([driver.deadLetters(), driver.misplaced()], [[], []])
  })

  test('is moved as it came, and its output carries its trace and nothing of the move', () => {
    const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`
    const headers = [
      ['traceparent', traceparent],
      ['signalbox_topic', 'what a source says'],
    ] as const
    driver.send(visits, Visited, visit('1'), { partition: wrong('ada'), headers, at: 5 })
    const [out] = driver.outputs(notes)
    assert.deepEqual(out?.headers, [['traceparent', traceparent]])
    const [record, ...others] = driver.outputs(moved)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [record?.key, record?.partition, record?.timestamp, record?.headers.slice(2)],
      [
        'ada',
        right('ada'),
        driver.now,
        [
          ['signalbox_topic', 'visits'],
          ['signalbox_partition', String(wrong('ada'))],
          ['signalbox_offset', '0'],
          ['signalbox_timestamp', '5'],
        ],
      ],
    )
  })

  test('many of one key, from one wrong partition, keep their order', () => {
    driver.together(() => {
      for (let n = 1; n <= 300; n++) sendWrong(`e-${n}`)
    })
    assert.deepEqual(
      texts(),
      Array.from({ length: 300 }, (_, n) => `e-${n + 1} ${n + 1} none`),
    )
  })

  test('is the same event as its copy in the right partition, whichever comes first', () => {
    sendWrong('1')
    send('1')
    send('2')
    sendWrong('2')
    sendWrong('2')
    assert.deepEqual(texts(), ['1 1 none', '2 2 none'])
    assert.deepEqual(
      driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`),
      ['duplicate 1', 'duplicate 2', 'duplicate 2'],
    )
    assert.deepEqual(driver.misplaced(), [{ topic: 'visits', source: 'unknown', records: 3 }])
  })

  test('that nobody wants is counted and not moved', () => {
    sendWrong('1', { channel: 'APP' })
    sendWrong('2', { channel: 'SHOP' })
    assert.deepEqual([texts(), driver.outputs(moved).length], [['2 1 none'], 1])
    assert.equal(driver.misplaced()[0]?.records, 2)
  })

  test('goes to the processors of the topic that it came in, and of no other', () => {
    driver.send(otherVisits, Visited, visit('1'), { partition: wrong('ada') })
    assert.deepEqual(texts(), ['other'])
    assert.deepEqual(driver.misplaced(), [{ topic: 'other-visits', source: 'unknown', records: 1 }])
  })

  test('names its source in its own field, where its schema has one; names are bounded', () => {
    const fields = ['eventId', 'subject', 'source'].map(name => ({ name, type: 'string' }))
    const Sourced: RecordSchema<
      'test.Sourced',
      { eventId: string; subject: string; occurredAt: number; source: string }
    > = {
      name: 'test.Sourced',
      compatibility: 'FULL',
      avro: {
        type: 'record',
        name: 'Sourced',
        namespace: 'test',
        fields: [...fields, { name: 'occurredAt', type: 'long' }],
      },
    }
    driver = new TestDriver(topologyOf({ ...counting, input: { from: visits, only: [reading(Sourced, [])] } }))
    for (let n = 0; n < 250; n++)
      driver.send(
        visits,
        Sourced,
        { eventId: String(n), subject: 'ada', occurredAt: 1, source: n === 0 ? 'x'.repeat(5_000) : `/till/${n}` },
        { partition: wrong('ada'), headers: [['ce_source', 'not this']] },
      )
    const sources = new Set(driver.misplaced().map(({ source }) => source))
    assert.equal(sources.size, 101)
    for (const source of ['x'.repeat(100), '/till/99', 'other']) assert.ok(sources.has(source), source)
  })
})

describe('dead letters', () => {
  test('of a record that was moved say where it came in, and are what it was', () => {
    const value = { ...visit('1'), page: '/bad' }
    driver.send(visits, Visited, visit('0'), { partition: wrong('ada') })
    driver.send(visits, Visited, value, { partition: wrong('ada'), headers: [['n', '7']], at: 77 })
    const [letter, ...others] = driver.deadLetters()
    assert.deepEqual(others, [])
    assert.ok(letter)
    const { bytes, ...rest } = letter
    assert.deepEqual(rest, {
      key: 'ada',
      headers: [['n', '7']],
      reason: 'asked',
      by: 'counting',
      topic: 'visits',
      partition: wrong('ada'),
      offset: 1,
    })
    assert.ok(bytes && bytes.length > 10)
  })

  test('what can be seen to be bad where it lies is not moved', () => {
    const partition = wrong('ada')
    driver.send(visits, Visited, visit('1'), { key: 'bob', partition: wrong('bob') })
    driver.send(visits, Visited, visit('1'), { key: null, partition })
    driver.sendBytes(visits, Buffer.from('?'), { key: 'ada', partition })
    assert.deepEqual(reasons().sort(), ['bad_frame', 'no_key', 'wrong_key'])
    assert.deepEqual([driver.outputs(moved), driver.misplaced()], [[], []])
  })

  test('an event that could not be read does not use up its id: sent again as it should be, it is processed', () => {
    for (const partition of [right('ada'), wrong('ada')]) {
      driver.send(visits, Visited, visit(`e-${partition}`, { page: '/spoilt' }), { key: 'nobody' })
      const spoilt = Buffer.concat([driver.encode(Visited, visit(`e-${partition}`)), Buffer.from([0])])
      driver.sendBytes(visits, spoilt, { key: 'ada', partition })
      const letters = driver.deadLetters().map(letter => [letter.reason.split(':')[0], letter.partition])
      assert.deepEqual(letters.sort(), [
        ['bad_avro', partition],
        ['wrong_key', right('nobody')],
      ])
      driver.send(visits, Visited, visit(`e-${partition}`), { partition })
    }
    assert.deepEqual([driver.row(counts, 'ada'), driver.decisions()], [{ visits: 2 }, []])
  })

  test('a topology without such a stream refuses them: they are never joined where they lie', () => {
    const { moved: none, ...without } = topology
    assert.equal(none, moved)
    driver = new TestDriver(without)
    sendWrong('1')
    assert.deepEqual([texts(), reasons()], [[], ['misplaced']])
    assert.equal(driver.misplaced()[0]?.records, 1)
  })

  test('what nobody moved, and what was moved to a wrong partition, is never moved again', () => {
    driver.send(visits, Visited, visit('1'), { partition: wrong('ada') })
    const headersOf = (topic: string) =>
      [
        ['signalbox_topic', topic],
        ['signalbox_partition', '1'],
        ['signalbox_offset', '12'],
        ['signalbox_timestamp', '5'],
      ] as const
    texts()
    driver.send(moved, Visited, visit('2'), {})
    driver.send(moved, Visited, visit('2'), { headers: headersOf('no-input') })
    driver.send(moved, Visited, visit('2'), { headers: headersOf('tiers') })
    driver.send(moved, Visited, visit('2'), { headers: headersOf('visits'), partition: wrong('ada') })
    assert.deepEqual(
      driver
        .deadLetters()
        .map(({ reason, topic, offset }) => [reason.split(':')[0], topic, offset])
        .sort(),
      [
        ['misplaced', 'visits', 12],
        ['no_origin', 'no-input', 12],
        ['no_origin', 'test.moved', 1],
        ['no_origin', 'tiers', 12],
      ],
    )
    assert.deepEqual(texts(), [])
  })
})

describe('a row of a table', () => {
  test('is refused, and what was joined before is joined on', () => {
    driver.put(tiers, Noted, 'ada', note('gold'))
    const partition = wrong('ada')
    const headers = [['ce_source', '/crm']] as const
    driver.sendBytes(tiers, driver.encode(Noted, note('tin')), { key: 'ada', partition, headers })
    driver.sendBytes(tiers, null, { key: 'ada', partition })
    send('1')
    assert.deepEqual(texts(), ['1 1 gold'])
    assert.deepEqual(reasons(), ['misplaced', 'misplaced'])
    assert.deepEqual(driver.misplaced(), [
      { topic: 'tiers', source: '/crm', records: 1 },
      { topic: 'tiers', source: 'unknown', records: 1 },
    ])
  })
})

describe('transactions', () => {
  test('a crash before the commit moves nothing and counts nothing; then each is moved and counted once', () => {
    driver.hold()
    sendWrong('1')
    sendWrong('2')
    driver.crash()
    assert.deepEqual([texts(), driver.misplaced()], [[], []])
    driver.commit()
    assert.deepEqual([texts(), driver.outputs(moved).length], [['1 1 none', '2 2 none'], 2])
    assert.equal(driver.misplaced()[0]?.records, 2)
    driver.restart()
    assert.deepEqual([texts(), driver.misplaced(), driver.row(counts, 'ada')], [[], [], { visits: 2 }])
  })

  test('random crashes and restarts, right and wrong partitions: as if there had been none', () => {
    const run = (crashes: (n: number) => number, isWrong: (n: number) => boolean) => {
      driver = new TestDriver(topology)
      for (let n = 0; n < 200; n++) {
        if (crashes(n) === 1) driver.hold()
        const subject = ['ada', 'bob', 'cleo'][n % 3] ?? ''
        ;(isWrong(n) ? sendWrong : send)(`e-${n % 150}`, { subject })
        if (crashes(n) === 2) driver.crash()
        if (crashes(n) === 3) driver.restart()
      }
      driver.commit()
      return { rows: ['ada', 'bob', 'cleo'].map(key => driver.row(counts, key)), texts: texts().length }
    }
    let seed = 7
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % 7
    const rough = run(random, n => n % 4 !== 0)
    assert.deepEqual(
      rough,
      run(
        () => 0,
        () => false,
      ),
    )
    assert.equal(rough.texts, 150)
  })
})
