import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  processor,
  reading,
  store,
  table,
  timer,
  type Processor,
  type Stream,
  type Verdict,
} from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Count, Left, note, Noted, notes, otherNotes, OlderVisited, visit, Visited, visits } from './visits.ts'

const counts = store({ name: 'counts', schema: Count, expiry: 'none: a test' })
const strangers = store({ name: 'strangers', schema: Count, expiry: 'none: a test' })
const rows = table({ name: 'rows', key: 'any', partitions: 2, records: [Noted], why: 'a test' })
const soon = timer({ name: 'soon', clock: 'wall' })
const later = timer({ name: 'later', clock: 'wall' })

const rest = {
  input: { from: visits, only: [reading(Visited, ['page'])] },
  lookups: {},
  keeps: [],
  outputs: [notes],
  reasons: [],
} as const

/** Counts what it is given, so that a test sees that its neighbour goes on; /out makes it forget. */
const neighbour = processor({
  ...rest,
  name: 'neighbour',
  lookups: { count: counts },
  keeps: [counts],
  process: ({ value }, { count }, { keep }) =>
    keep(counts, value.page === '/out' ? null : { visits: (count?.visits ?? 0) + 1 }),
})
const verdictsOf = (name: string, process: (page: string, eventId: string) => Verdict | Verdict[]): Processor => ({
  ...processor({ ...rest, name, process: ({ value }) => process(value.page, value.eventId) }),
})
/** Answers what it is told to, whatever it declares. */
const saying = (verdict: Verdict | Verdict[]) => verdictsOf('saying', () => verdict)

const forward = (text: string, to: Stream = notes): Verdict => ({
  kind: 'forward',
  to,
  schema: Noted,
  value: note(text),
})

test('forward: the record lies in the output under the event’s key, with its trace and nothing else of its headers', () => {
  const driver = new TestDriver(topologyOf(saying(forward('hello'))), { now: 5_000 })
  driver.send(visits, Visited, visit('1'), {
    headers: [
      ['traceparent', '00-1-2-01'],
      ['ce_id', '1'],
      ['tracestate', 'a=b'],
    ],
    at: 77,
  })
  const [record, ...more] = driver.outputs(notes)
  const headers = [
    ['traceparent', '00-1-2-01'],
    ['tracestate', 'a=b'],
  ]
  assert.deepEqual(record, {
    type: 'test.Noted',
    value: { subject: 'ada', text: 'hello' },
    key: 'ada',
    headers,
    timestamp: 5_000,
    partition: record?.partition,
  })
  assert.deepEqual(more, [])
  assert.deepEqual(driver.outputs(notes), [], 'each record is shown once')
})

test('several verdicts are all carried out, in their order, also under another key', () => {
  const other: Verdict = { kind: 'forward', to: notes, schema: Noted, value: note('for bob', 'bob'), key: 'bob' }
  const driver = new TestDriver(
    topologyOf(saying([forward('a'), other, forward('b'), { kind: 'drop', reason: 'why' }])),
  )
  driver.send(visits, Visited, visit('1'))
  const records = driver.outputs(notes)
  const textsOf = (key: string) => records.filter(record => record.key === key).map(({ value }) => value.text)
  assert.deepEqual(textsOf('ada'), ['a', 'b'])
  assert.deepEqual(textsOf('bob'), ['for bob'])
  assert.equal(driver.decisions().length, 1)
})

test('drop: a decision that names processor, reason and event; none: nothing at all', () => {
  const silent = verdictsOf('silent', () => [])
  const driver = new TestDriver(topologyOf(silent, saying({ kind: 'drop', reason: 'not_now' })))
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(driver.decisions(), [
    { processor: 'saying', reason: 'not_now', eventId: '1', subject: 'ada', eventType: 'test.Visited' },
  ])
  assert.deepEqual([driver.outputs(notes), driver.deadLetters()], [[], []])
})

test('deadLetter: the event itself, as it came, under the processor’s name; its neighbour goes on', () => {
  const driver = new TestDriver(topologyOf(saying({ kind: 'deadLetter', reason: 'unfit' }), neighbour))
  const headers = [
    ['ce_id', '1'],
    ['ce_id', null],
  ] as const
  driver.sendBytes(visits, null, { key: 'ada' })
  driver.send(visits, Visited, visit('1'), { headers })
  const letters = driver.deadLetters()
  assert.deepEqual(
    letters.map(({ reason, by, offset }) => [reason.split(':')[0], by, offset]),
    [
      ['no_value', undefined, 0],
      ['unfit', 'saying', 1],
    ],
  )
  assert.deepEqual([letters[1]?.key, letters[1]?.headers, letters[1]?.topic], ['ada', headers, 'visits'])
  assert.equal(driver.row(counts, 'ada')?.visits, 1)
})

test('keep: later events of the key see it at once, those of other keys do not; null deletes', () => {
  const driver = new TestDriver(topologyOf(neighbour, neighbourSees))
  driver.together(() => {
    for (const id of ['1', '2', '3']) driver.send(visits, Visited, visit(id))
    driver.send(visits, Visited, visit('4', { subject: 'bob' }))
  })
  assert.deepEqual([driver.row(counts, 'ada'), driver.row(counts, 'bob')], [{ visits: 3 }, { visits: 1 }])
  const seen = driver.outputs(notes).filter(({ key }) => key === 'ada')
  assert.deepEqual(
    seen.map(({ value }) => value.text),
    ['1', '2', '3'],
    'a processor that comes later sees what the one before has kept',
  )
  driver.send(visits, Visited, visit('5', { page: '/out' }))
  assert.equal(driver.row(counts, 'ada'), undefined)
  driver.restart()
  assert.deepEqual([driver.row(counts, 'ada'), driver.row(counts, 'bob')], [undefined, { visits: 1 }])
})
const neighbourSees = processor({
  ...rest,
  name: 'neighbour-sees',
  lookups: { count: counts },
  process: (_event, { count }, { forward }) => (count ? forward(notes, Noted, note(String(count.visits))) : []),
})

test('one verdict of several that cannot be carried out takes the others with it', () => {
  const spoilt: Verdict = { kind: 'forward', to: notes, schema: Noted, value: { subject: 'ada', text: 7 } }
  const all = [{ kind: 'keep', store: strangers, value: { visits: 1 } }, forward('first'), spoilt] satisfies Verdict[]
  const driver = new TestDriver(topologyOf({ ...saying(all), keeps: [strangers] }, neighbour))
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual([driver.outputs(notes), driver.row(strangers, 'ada')], [[], undefined])
  const [letter] = driver.deadLetters()
  assert.match(letter?.reason ?? '', /^threw: test\.Noted: text is 7/)
  assert.equal(letter?.by, 'saying')
  assert.equal(driver.row(counts, 'ada')?.visits, 1)
})

test('drop about another event: its id and time stand in the decision, also beside one about the event at hand', () => {
  const held = { eventId: 'held-1', occurredAt: 77 }
  const drops: Verdict[] = [
    { kind: 'drop', reason: 'later', of: held },
    { kind: 'drop', reason: 'later' },
  ]
  const topology = topologyOf(saying(drops), saidAlone({ kind: 'drop', reason: 'later', of: held }))
  const driver = new TestDriver(topology)
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(
    driver.decisions().map(({ processor, eventId, subject, eventType }) => [processor, eventId, subject, eventType]),
    [
      ['saying', 'held-1', 'ada', 'test.Visited'],
      ['saying', '1', 'ada', 'test.Visited'],
      ['said-alone', 'held-1', 'ada', 'test.Visited'],
    ],
  )
  driver.send(visits, Visited, visit('2'))
  const [first] = driver.outputs(topology.decisions)
  assert.match(
    JSON.stringify(first?.value),
    /"held-1","subject":"ada","occurredAt":77.*"2","subject":"ada","occurredAt":1000/,
  )
})
const saidAlone = (verdict: Verdict) => verdictsOf('said-alone', () => verdict)

for (const [what, verdict, reason] of [
  ['output', forward('x', otherNotes), /other-notes is not among its outputs/],
  ['store', { kind: 'keep', store: strangers, value: { visits: 1 } }, /strangers is not among the stores it keeps/],
  ['timer', { kind: 'setTimer', timer: later, due: 1 }, /later is not among its timers/],
  ['time for a timer', { kind: 'setTimer', timer: soon, due: NaN }, /soon is set to NaN, which is no time/],
  ['table', { kind: 'put', to: rows, schema: Noted, key: 'k', row: note('x') }, /rows is not among its outputs/],
  [
    'time of an event',
    { kind: 'drop', reason: 'x', of: { eventId: 'e', occurredAt: 1.5 } },
    /e occurred at 1\.5, which is/,
  ],
  ['schema', { kind: 'forward', to: notes, schema: OlderVisited, value: {} }, /test\.Visited has no id yet/],
] satisfies [string, Verdict, RegExp][])
  for (const verdicts of [verdict, [forward('besides'), verdict]])
    test(`an undeclared ${what} is a dead letter that names it${Array.isArray(verdicts) ? ', and takes what stands beside it along' : ''}`, () => {
      const withTimers: Processor = { ...saying(verdicts), timers: [soon], wake: () => [] }
      const driver = new TestDriver(topologyOf(withTimers, neighbour))
      driver.send(visits, Visited, visit('1'))
      assert.match(driver.deadLetters()[0]?.reason ?? '', reason)
      assert.deepEqual([driver.outputs(notes), driver.timers()], [[], []])
      assert.equal(driver.row(counts, 'ada')?.visits, 1)
    })

test('a processor that throws: the event is its dead letter, with the original bytes, and nobody else’s', () => {
  const throwing = verdictsOf('throwing', page => {
    if (page === '/bad') throw new Error('cannot do this')
    return []
  })
  const driver = new TestDriver(topologyOf(throwing, neighbour))
  driver.sendBytes(visits, Buffer.from([1, 2, 3]), { key: 'ada', headers: [['a', 'b']] })
  driver.send(visits, Visited, visit('1', { page: '/bad' }), { headers: [['traceparent', 't']] })
  driver.send(visits, Visited, visit('2'))
  const [bad, letter, ...more] = driver.deadLetters()
  assert.deepEqual([bad?.bytes, bad?.key, bad?.headers], [Buffer.from([1, 2, 3]), 'ada', [['a', 'b']]])
  assert.deepEqual(
    [letter?.by, letter?.reason, letter?.headers, letter?.key],
    ['throwing', 'threw: cannot do this', [['traceparent', 't']], 'ada'],
  )
  assert.ok(letter?.bytes?.includes('/bad'))
  assert.deepEqual(more, [])
  assert.equal(driver.row(counts, 'ada')?.visits, 2)
})

test('an event of another type in the same topic is nobody’s business, and no trouble', () => {
  const driver = new TestDriver(topologyOf(neighbour))
  driver.send(visits, Left, { eventId: '1', subject: 'ada', occurredAt: 1 })
  assert.deepEqual([driver.row(counts, 'ada'), driver.decisions(), driver.deadLetters()], [undefined, [], []])
})
