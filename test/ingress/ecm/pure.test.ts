/** What the poller of Extended ECM decides without asking anybody. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AttributeNames, attributesOf, changesOf } from '../../../src/ingress/ecm/attributes.ts'
import { Canonical, type NodeFacts, type WorkspaceFacts } from '../../../src/ingress/ecm/canonical.ts'
import {
  begun,
  documentsRead,
  isReconcileDue,
  ordered,
  withTypes,
  workspacesRead,
} from '../../../src/ingress/ecm/cursor.ts'
import { pageOf, type Listed } from '../../../src/ingress/ecm/listed.ts'
import { tooManyMissing } from '../../../src/ingress/ecm/missing.ts'
import { Pager } from '../../../src/ingress/ecm/round.ts'
import { ServerDates } from '../../../src/ingress/ecm/server-dates.ts'
import { advance, mustRead, readAtOf, windowFrom } from '../../../src/ingress/ecm/timeline.ts'
import { versionsOf } from '../../../src/ingress/ecm/versions.ts'

const at = (text: string) => Date.parse(text)
const utc = new ServerDates('UTC')

describe('dates', () => {
  const berlin = new ServerDates('Europe/Berlin')
  const cases: [string, string | undefined][] = [
    ['2026-02-09T04:52:23Z', '2026-02-09T04:52:23Z'],
    ['2026-02-09T04:52:23+02:00', '2026-02-09T02:52:23Z'],
    ['2026-02-09T04:52:23', '2026-02-09T03:52:23Z'],
    ['2026-07-09 04:52:23', '2026-07-09T02:52:23Z'],
    ['2026-07-09', '2026-07-08T22:00:00Z'],
    // Twice on that night: the first of the two.
    ['2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
    ['2026-10-25T01:59:59', '2026-10-24T23:59:59Z'],
    // Never on that night.
    ['2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['tomorrow', undefined],
    ['2026-13-01T00:00:00Z', undefined],
  ]
  for (const [text, wanted] of cases)
    test(`${text} in Berlin is ${wanted ?? 'no date'}`, () => {
      assert.equal(berlin.instantOf(text), wanted === undefined ? undefined : at(wanted))
    })
  test('half-hour zones, and zones behind UTC', () => {
    assert.equal(new ServerDates('Asia/Kolkata').instantOf('2026-01-01T05:30:00'), at('2026-01-01T00:00:00Z'))
    assert.equal(new ServerDates('America/New_York').instantOf('2026-01-01T00:00:00'), at('2026-01-01T05:00:00Z'))
  })
  test('a value keeps a day alone, and what is no date', () => {
    assert.deepEqual(
      ['2026-05-01', '2026-05-01T00:00:00', 'soon'].map(text => berlin.inUtc(text)),
      ['2026-05-01', '2026-04-30T22:00:00Z', 'soon'],
    )
  })
})

describe('the server’s clock', () => {
  const noon = at('2026-03-01T12:00:00Z')
  test('forward it goes as it is; set back, what is read has a time that still grows', () => {
    const first = advance(undefined, noon)
    const later = advance(first, noon + 600_000)
    const back = advance(later, noon + 1_000)
    assert.deepEqual([first.ahead, later.ahead, back.ahead], [0, 0, 599_000])
    assert.ok(readAtOf(back) >= readAtOf(later))
    assert.equal(advance(later, noon + 597_000).ahead, 0, 'clocks of a cluster’s nodes differ')
  })
  test('a window begins before the last round, by the clock as it is now', () => {
    assert.equal(windowFrom(noon, { mark: noon + 30_000, ahead: 0 }, 600_000), noon - 600_000)
    assert.equal(windowFrom(noon, { mark: noon - 300_000, ahead: 300_000 }, 600_000), noon - 900_000)
  })
  test('a node is read where its time differs, and once more when that second is over', () => {
    const readSoon = { modifiedAt: noon, readAt: noon + 500 }
    const must = (known: typeof readSoon | undefined, mark: number, ahead = 0) =>
      mustRead(known, noon, { mark, ahead }, 10_000)
    assert.equal(must(undefined, noon), true)
    assert.equal(must({ ...readSoon, modifiedAt: noon + 60_000 }, noon), true, 'also where it went back')
    assert.equal(must(readSoon, noon + 5_000), false, 'not yet')
    assert.equal(must(readSoon, noon + 11_000), true)
    assert.equal(must({ modifiedAt: noon, readAt: noon + 11_000 }, noon + 60_000), false)
    // Set back by an hour after the reading: the same second came again.
    assert.equal(must({ modifiedAt: noon, readAt: noon + 11_000 }, noon + 60_000, 3_600_000), true)
    assert.equal(must({ modifiedAt: noon, readAt: noon + 3_611_000 }, noon + 60_000, 3_600_000), false)
  })
})

describe('lists', () => {
  const item = (id: number, modify_date: unknown, more: object = {}) => ({
    data: { properties: { id, name: `n${id}`, type: 144, modify_date, ...more } },
  })
  test('a page of nodes, a page of workspaces: items, how many pages, what cannot be read and why', () => {
    const results = [item(1, '2026-03-01T12:00:00Z', { size: 3, owner: '' }), item(2, 'soon'), { data: {} }]
    const page = pageOf({ results, collection: { paging: { page_total: 7 } } }, 1, 100, utc)
    assert.deepEqual(
      page?.items.map(({ id, extra }) => [id, extra]),
      [[1, { size: '3' }]],
    )
    assert.equal(page.pages, 7)
    assert.deepEqual(
      page.unreadable.map(({ id, reason }) => [id, reason.split(':')[0]]),
      [
        [2, 'bad_item'],
        [null, 'bad_item'],
      ],
    )
    assert.equal(pageOf({ results: [], paging: { total_count: 21, limit: 10 } }, 1, 100, utc)?.pages, 3)
    assert.equal(
      pageOf({ results: [item(1, '2026-03-01T12:00:00Z')] }, 4, 1, utc)?.pages,
      5,
      'full, and nothing is said',
    )
    assert.equal(pageOf({ error: 'no' }, 1, 1, utc), undefined)
  })
  test('business properties: numbers as ids, blanks as nothing', () => {
    const business_properties = {
      business_object_id: 4711,
      business_object_type: 'CASE',
      external_system_id: '',
      workspace_type_name: 'Case',
    }
    const one = { data: { ...item(1, '2026-03-01T12:00:00Z').data, business_properties } }
    assert.deepEqual(pageOf({ results: [one] }, 1, 1, utc)?.items[0]?.business, {
      ...{ businessObjectId: '4711', businessObjectType: 'CASE', externalSystem: null, type: 'Case' },
    })
  })
  const rows = (...times: number[]): Listed[] =>
    times.map(modifiedAt => ({
      id: modifiedAt,
      type: 0,
      name: '',
      parentId: null,
      modifiedAt,
      createdAt: null,
      extra: {},
      business: undefined,
    }))
  const list = { kind: 'folder', id: 1 } as const
  test('one page is one moment; several are read until nothing new shows', () => {
    assert.equal(new Pager(list, 0).took(rows(9, 8), 1, 2), false)
    const many = new Pager(list, -Infinity)
    assert.equal(many.took(rows(9, 8), 2, 2), true)
    assert.equal(many.took(rows(7), 2, 1), true, 'the second pass')
    assert.equal(many.took(rows(9, 8), 2, 0), true)
    assert.equal(many.took(rows(7), 2, 1), true, 'something had slipped: the third')
    assert.equal(many.took(rows(9, 8), 2, 0), true)
    assert.equal(many.took(rows(7), 2, 0), false)
    assert.equal(many.isRestless, false)
  })
  test('a window ends where the rows are older, but only where the server sorts', () => {
    assert.equal(new Pager(list, 5).took(rows(9, 4), 3, 0), false)
    assert.equal(new Pager(list, 5).took(rows(9, 5), 3, 0), true, 'the same second is in the window')
    assert.equal(new Pager(list, 5).took(rows(4, 9, 4), 3, 0), true, 'not sorted')
    assert.equal(new Pager(list, -Infinity).took(rows(9, 4), 3, 0), true, 'everything is wanted')
  })
  test('a list that never rests is given up for this round, and says so', () => {
    const pager = new Pager(list, -Infinity)
    let reads = 1
    while (pager.took(rows(9), 2, 1)) reads++
    assert.equal(reads, 12)
    assert.equal(pager.isRestless, true)
  })
})

describe('categories', () => {
  const metadata = {
    categories: {
      '16900': { name: 'Case' },
      '16900_2': { name: 'Status', type_name: 'String' },
      '16900_4': { name: 'Expires', type_name: 'Date' },
      '16900_30': { name: 'Steps', type_name: 'Set' },
      '16900_30_x_31': { name: 'Step', type_name: 'String' },
    },
  }
  const of = (categories: Record<string, unknown>, names = new AttributeNames()) =>
    attributesOf([{ data: { categories }, metadata }], names, new ServerDates('Europe/Berlin'))
  test('what is empty is not there; the token’s slot and other languages’ order do not count', () => {
    assert.deepEqual(
      of({
        '16900_1': { metadata_token: 'x' },
        '16900_2': '',
        '16900_3': null,
        '16900_5': [],
        '16900_6': ['', null],
        '16900_7': 0,
        '16900_8': false,
      }),
      { '16900_7': '0', '16900_8': 'false' },
    )
    assert.equal(of({ '16900_9_multilingual': { en: 'a', de: 'b' } })['16900_9_multilingual'], '{"de":"b","en":"a"}')
  })
  test('dates in UTC, where the server says that they are dates, and where it says nothing; not a text that looks like one', () => {
    assert.deepEqual(
      of({ '16900_4': '2026-05-01T00:00:00', '16900_2': '2026-05-01T00:00:00', '16900_99': '2026-05-01T00:00:00' }),
      {
        ...{
          '16900_4': '"2026-04-30T22:00:00Z"',
          '16900_2': '"2026-05-01T00:00:00"',
          '16900_99': '"2026-04-30T22:00:00Z"',
        },
      },
    )
  })
  test('what differs, in the order of keys', () => {
    assert.deepEqual(changesOf({ a: '1', b: '2' }, { b: '3', c: '4' }), [
      { key: 'a', from: '1', to: null },
      { key: 'b', from: '2', to: '3' },
      { key: 'c', from: null, to: '4' },
    ])
  })
  const workspace: WorkspaceFacts = {
    ...{
      id: 7,
      name: 'Case 1',
      type: 'Case',
      externalSystem: 'SAP',
      businessObjectType: 'CASE',
      businessObjectId: 'c-1',
    },
  }
  const node: NodeFacts = { id: 7, kind: 'workspace', name: 'Case 1', at: 5_000, extra: {} }
  test('the same change has the same id again, another one another', () => {
    const names = new AttributeNames()
    of({}, names)
    const canonical = new Canonical('https://ecm', names, ['case.status'])
    const ids = (from: string, to: string, when = 5_000) =>
      canonical
        .attributesChanged(workspace, { ...node, at: when }, { '16900_2': from }, { '16900_2': to })
        .map(({ headers }) => headers['ce_id'])
    assert.deepEqual(ids('"a"', '"b"'), ids('"a"', '"b"'))
    assert.equal(new Set([...ids('"a"', '"b"'), ...ids('"b"', '"a"'), ...ids('"a"', '"b"', 6_000)]).size, 6)
  })
  test('a row of a set is named by set and attribute; a workspace without business object stands for itself', () => {
    const names = new AttributeNames()
    of({}, names)
    const canonical = new Canonical('https://ecm', names, [])
    const alone = { ...workspace, businessObjectId: null }
    const [event] = canonical.attributesChanged(alone, node, {}, { '16900_30_2_31': '"x"' })
    assert.equal(event?.key, 'workspace:7')
    assert.deepEqual(names.of('16900_30_2_31'), {
      ...{ categoryId: 16900, categoryName: 'Case', attribute: '30_2_31', attributeName: 'Steps.Step', type: 'String' },
    })
    assert.deepEqual(names.of('5_2'), {
      categoryId: 5,
      categoryName: null,
      attribute: '2',
      attributeName: null,
      type: null,
    })
  })
})

test('versions in their order, with what else is said of them; an answer that is none', () => {
  const shown = (version_number: number) => ({
    data: { versions: { version_number, file_name: 'a', file_size: 2, locked: 1 } },
  })
  const versions = versionsOf({ results: [shown(2), shown(1)] }, utc)
  assert.deepEqual(
    versions?.map(({ number, extra }) => [number, extra]),
    [
      [1, { 'version.locked': '1' }],
      [2, { 'version.locked': '1' }],
    ],
  )
  assert.equal(versionsOf({ results: [{}] }, utc), undefined)
})

test('the cursor: rounds, types with a baseline of their own, orders that last until they are done', () => {
  const first = withTypes(begun(undefined, 1_000), ['all'])
  assert.deepEqual(first.types, { all: { began: 1_000, mark: null } })
  assert.equal(isReconcileDue(first, 24), true)
  const read = workspacesRead(withTypes(begun(first, 9_000), ['all']), ['all'], { mark: 9_000, ahead: 0 })
  assert.deepEqual(read.types, { all: { began: 1_000, mark: 9_000 } })
  const done = documentsRead(read, { mark: 9_500, ahead: 0 }, Infinity, { mark: 9_000, isMissed: false })
  assert.deepEqual([done.documents, done.reconciled, isReconcileDue(done, 24)], [9_500, 9_000, false])
  assert.equal(isReconcileDue({ ...done, mark: 9_000 + 24 * 3_600_000 }, 24), true)
  const asked = ordered(done, [
    { what: 'reconcile', from: null, by: '', at: 0 },
    { what: 'readFrom', from: 5, by: '', at: 0 },
  ])
  assert.deepEqual([asked.reconcile, asked.ordered, asked.readFrom], [true, true, 5])
  const missed = documentsRead(asked, { mark: 9_900, ahead: 0 }, 5, { mark: 9_800, isMissed: true })
  assert.deepEqual([missed.reconcile, missed.ordered, missed.readFrom], [true, true, null])
})

test('many that are missing at once are not taken for deleted', () => {
  const missing = (count: number) => Array.from({ length: count }, (_, n) => `d/${n}`)
  assert.equal(tooManyMissing(missing(20), 20), undefined)
  assert.match(tooManyMissing(missing(40), 100) ?? '', /^many_missing: 40 of 100/)
  assert.equal(tooManyMissing(missing(29), 100), undefined)
})
