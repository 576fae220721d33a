/** Tables whose rows a processor of the stage puts. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { globalTableOf, processor, reading, table, tableOf, timer } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { note, Noted, notes, partitions, visit, Visited, visits } from './visits.ts'

const pages = table({ name: 'pages', key: 'a path', records: [Noted], partitions: 2, why: 'a test' })
const last = table({ name: 'last', key: 'the visitor', records: [Noted], partitions, why: 'a test' })
const expiry = timer({ name: 'expiry', clock: 'wall' })

/** Puts what `note` says of the page, deletes it where it says nothing, and after a minute; and the visitor's last page. */
const describePages = processor({
  name: 'describe-pages',
  input: { from: visits, only: [reading(Visited, ['page', 'note'])] },
  lookups: { before: tableOf(last, Noted) },
  keeps: [],
  timers: [expiry],
  outputs: [pages, last, notes],
  reasons: [],
  process({ value: { page, note: text, subject } }, { before }, { put, forward, setTimer }) {
    if (text === '?') return []
    if (text === null) return put(pages, Noted, page, null)
    return [
      put(pages, Noted, page, note(text)),
      put(last, Noted, subject, note(page, subject)),
      ...(text === 'twice' ? [put(pages, Noted, page, note('second'))] : []),
      ...(text === 'brief' ? [setTimer(expiry, 60_000)] : []),
      forward(notes, Noted, note(`before ${before?.text ?? 'none'}`)),
    ]
  },
  wake: ({ key }, _rows, { put }) => put(pages, Noted, `/${key}`, note('gone')),
})
const page = globalTableOf(pages, Noted)
const look = processor({
  name: 'look',
  input: { from: visits, only: [reading(Visited, ['page', 'note'])] },
  lookups: { page },
  keeps: [],
  outputs: [notes],
  reasons: [],
  process: ({ value }, rows, { forward }) =>
    value.note === '?' ? forward(notes, Noted, note(rows.page(value.page)?.text ?? 'none')) : [],
})

let driver: TestDriver
let sent = 0
beforeEach(() => {
  driver = new TestDriver(topologyOf(describePages, look), { now: 0 })
})
const say = (path: string, text: string | null, subject = 'ada') =>
  driver.send(visits, Visited, visit(`e-${++sent}`, { page: path, note: text, subject }))
/** What a processor finds, of the page. */
function found(path: string, subject = 'cleo') {
  driver.outputs(notes)
  say(path, '?', subject)
  return driver.outputs(notes).map(({ value }) => value.text)
}

test('a row is there for every key and task once it is committed; put again it is replaced, null deletes it', () => {
  say('/a', 'first')
  say('/b', 'other', 'bob')
  assert.deepEqual([found('/a'), found('/b'), found('/c')], [['first'], ['other'], ['none']])
  say('/a', 'anew')
  assert.deepEqual(found('/a', 'ada'), ['anew'])
  say('/a', null)
  assert.deepEqual([found('/a'), found('/b')], [['none'], ['other']])
  assert.equal(driver.row(page, '/a'), undefined)
  assert.deepEqual(
    driver.puts(pages).filter(({ key }) => key === '/a'),
    [
      { key: '/a', row: note('first') },
      { key: '/a', row: note('anew') },
      { key: '/a', row: null },
    ],
  )
})

test('of two rows of a key in one answer the last counts', () => {
  say('/a', 'twice')
  assert.deepEqual(found('/a'), ['second'])
})

test('a wake puts rows as well', () => {
  say('/ada', 'brief')
  driver.advance(59_999)
  assert.deepEqual(found('/ada'), ['brief'])
  driver.advance(1)
  assert.deepEqual(found('/ada'), ['gone'])
})

test('nothing is seen of a row before its commit; a crash takes it back, and then it is put once', () => {
  say('/a', 'first')
  driver.hold()
  say('/a', 'second')
  say('/b', 'new')
  assert.deepEqual([driver.row(page, '/a')?.text, driver.row(page, '/b')], ['first', undefined])
  driver.crash()
  assert.deepEqual([driver.row(page, '/a')?.text, driver.row(page, '/b')], ['first', undefined])
  driver.puts(pages)
  driver.commit()
  assert.deepEqual([found('/a'), found('/b')], [['second'], ['new']])
  assert.deepEqual(
    driver
      .puts(pages)
      .map(({ key }) => key)
      .sort(),
    ['/a', '/b'],
  )
})

test('a new process has the rows, and not those that were deleted', () => {
  say('/a', 'first')
  say('/b', 'other')
  say('/b', null)
  driver.restart()
  assert.deepEqual([found('/a'), found('/b')], [['first'], ['none']])
})

test('looked up by the event’s own key, a table that a processor puts is its memory a commit later', () => {
  say('/a', 'x')
  say('/b', 'x')
  driver.restart()
  say('/c', 'x')
  assert.deepEqual(
    driver.outputs(notes).map(({ value }) => value.text),
    ['before none', 'before /a', 'before /b'],
  )
  assert.equal(driver.row(tableOf(last, Noted), 'ada')?.text, '/c')
})

test('a row that cannot be written takes what stands beside it along', () => {
  const spoilt = { kind: 'put', to: pages, schema: Noted, key: '/b', row: { subject: 'ada', text: 7 } } as const
  const broken = { ...look, name: 'broken', outputs: [pages], lookups: { page } }
  driver = new TestDriver(
    topologyOf({
      ...broken,
      process: (_event, _rows, { put }) => [put(pages, Noted, '/a', note('x')), spoilt],
    }),
  )
  say('/a', 'x')
  assert.deepEqual([driver.puts(pages), driver.deadLetters().length], [[], 1])
})
