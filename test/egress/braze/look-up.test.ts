import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exportRequest, questionOf, resultOf, untraceable } from '../../../src/egress/braze/export.ts'
import type { Command, Finding } from '../../../src/stream/define.ts'
import { attributesFor, campaignFor, canvasFor, eventFor, occurredAt, purchaseFor } from './commands.ts'

const calledAt = occurredAt + 5_000
const iso = (ms: number) => new Date(ms).toISOString()
const users = (...ids: string[]) => new Set(ids)

/** Commands of a call that was made at `calledAt`; of those at `untold` an earlier call may have left the trace. */
const doubtful = (commands: readonly Command[], untold: readonly number[] = []) =>
  commands.map((command, at) => ({ ...command, calledAt, canBeTold: !untold.includes(at) }))

/** What an export of these users says about them. */
function find(
  commands: readonly Command[],
  exported: readonly object[],
  {
    asked = users('ada', 'bob', 'cleo'),
    headers = {},
    untold = [],
  }: { asked?: ReadonlySet<string>; headers?: object; untold?: readonly number[] } = {},
): Finding[] {
  const body = JSON.stringify({ users: exported, message: 'success' })
  const answer = { status: 201, headers: { ...headers }, body }
  return resultOf(answer, doubtful(commands, untold), asked, calledAt + 60_000).findings
}
const kindOf = (command: Command, exported: object, over: { headers?: object } = {}) =>
  find([command], [{ external_id: 'ada', ...exported }], over)[0]?.kind

for (const [what, field, name, make] of [
  ['an event', 'custom_events', 'seen', eventFor],
  ['a purchase', 'purchases', 'p-1', purchaseFor],
] as const)
  describe(what, () => {
    const shown = (last: string, more: object = {}) => ({ [field]: [{ name, last, count: 3, ...more }] })

    test('of that very time is there: applied', () => {
      assert.equal(kindOf(make('ada'), shown(iso(occurredAt))), 'applied')
    })

    test('the export tells whole seconds: compared in seconds', () => {
      assert.equal(kindOf(make('ada'), shown('2026-03-01T12:00:00Z')), 'applied')
      assert.equal(kindOf(make('ada'), shown('2026-03-01 12:00:00 +0000')), 'applied')
      assert.equal(kindOf(make('ada'), shown('2026-03-01T11:59:59Z')), 'notApplied')
      assert.equal(kindOf(make('ada'), shown('2026-03-01T12:00:01Z')), 'unknown')
    })

    test('none of that name, or nobody of that id, or only earlier ones: not applied', () => {
      assert.equal(kindOf(make('ada'), {}), 'notApplied')
      assert.equal(find([make('ada')], [])[0]?.kind, 'notApplied')
      assert.equal(kindOf(make('ada'), { [field]: [{ name: 'other', last: iso(occurredAt) }] }), 'notApplied')
      assert.equal(kindOf(make('ada'), shown(iso(occurredAt - 1))), 'notApplied')
    })

    test('a later one hides it, unless it is the first', () => {
      assert.equal(kindOf(make('ada'), shown(iso(occurredAt + 1))), 'unknown')
      assert.equal(kindOf(make('ada'), shown(iso(occurredAt + 1), { first: iso(occurredAt) })), 'applied')
    })

    test('older than what the export shows: nobody knows', () => {
      assert.equal(kindOf(make('ada', { occurredAt: calledAt - 90 * 86_400_000 }), {}), 'unknown')
    })

    test('of a time to come, which Braze takes as now: applied where one came since the call', () => {
      const ahead = make('ada', { occurredAt: calledAt + 3_600_000 })
      assert.equal(kindOf(ahead, shown(iso(calledAt + 500))), 'applied')
      assert.equal(kindOf(ahead, shown(iso(calledAt - 60_000))), 'notApplied')
    })
  })

for (const [what, make, shown] of [
  [
    'a campaign',
    campaignFor,
    (at: string) => ({ campaigns_received: [{ name: 'C', api_campaign_id: 'c-1', last_received: at }] }),
  ],
  [
    'a Canvas',
    canvasFor,
    (at: string) => ({ canvases_received: [{ name: 'V', api_canvas_id: 'v-1', last_entered: at }] }),
  ],
] as const)
  describe(what, () => {
    test('received since the call, clocks being what they are: applied', () => {
      for (const ms of [5_000, 0, -2_000])
        assert.equal(kindOf(make('ada'), shown(iso(calledAt + ms))), 'applied', `${ms} ms`)
    })

    test('received before, or never: not applied', () => {
      assert.equal(kindOf(make('ada'), shown(iso(calledAt - 2_001))), 'notApplied')
      assert.equal(kindOf(make('ada'), {}), 'notApplied')
      assert.equal(kindOf(make('ada', { campaignId: 'c-2', canvasId: 'v-2' }), shown(iso(calledAt))), 'notApplied')
    })

    test('Braze’s clock is another: compared by it', () => {
      const headers = { date: new Date(calledAt + 60_000 - 600_000).toUTCString() }
      assert.equal(kindOf(make('ada'), shown(iso(calledAt - 599_000)), { headers }), 'applied')
      assert.equal(kindOf(make('ada'), shown(iso(calledAt - 603_000)), { headers }), 'notApplied')
    })
  })

test('a Canvas: a message of an earlier entry is no entry', () => {
  const canvas = { api_canvas_id: 'v-1', last_entered: iso(calledAt - 90_000), last_received_message: iso(calledAt) }
  assert.equal(kindOf(canvasFor('ada'), { canvases_received: [canvas] }), 'notApplied')
  const control = { api_canvas_id: 'v-1', last_entered: null, last_entered_control_at: iso(calledAt) }
  assert.equal(kindOf(canvasFor('ada'), { canvases_received: [control] }), 'applied')
})

describe('a call of several commands', () => {
  const shown = [{ external_id: 'bob', custom_events: [{ name: 'seen', last: iso(occurredAt) }] }]
  const kinds = (findings: readonly Finding[]) => findings.map(({ kind }) => kind)

  test('what is left of a call is attributes alone: not applied, for they may be set again', () => {
    const commands = doubtful([attributesFor('ada'), attributesFor('bob')])
    assert.deepEqual(untraceable(commands), [{ kind: 'notApplied' }, { kind: 'notApplied' }])
  })

  test('one that shows tells for all that could show; attributes never show', () => {
    const commands = [eventFor('ada'), eventFor('bob'), attributesFor('cleo')]
    assert.deepEqual(kinds(find(commands, shown)), ['applied', 'applied', 'unknown'])
    assert.deepEqual(kinds(find(commands, [])), ['notApplied', 'notApplied', 'unknown'])
  })

  test('whom nobody was asked about is unknown, not absent', () => {
    assert.deepEqual(kinds(find([eventFor('ada'), eventFor('bob')], [], { asked: users('ada') })), [
      'notApplied',
      'unknown',
    ])
  })
})

describe('a command that an earlier call’s trace stands for', () => {
  const seen = (subject: string, at: number) => ({
    external_id: subject,
    custom_events: [{ name: 'seen', last: iso(at) }],
  })
  const commands = [eventFor('ada'), eventFor('bob'), purchaseFor('ada')]
  const kinds = (exported: readonly object[], untold: readonly number[]) =>
    find(commands, exported, { untold }).map(({ kind }) => kind)

  test('is not told by it, and asking again does not help', () => {
    const [finding] = find([eventFor('ada')], [seen('ada', occurredAt)], { untold: [0] })
    assert.ok(finding?.kind === 'unknown' && finding.afterMs === null)
    assert.match(finding.reason, /^same_name_and_time: /)
    for (const make of [eventFor, purchaseFor, campaignFor, canvasFor])
      assert.equal(find([make('ada')], [], { untold: [0] })[0]?.kind, 'unknown', 'nor by its absence')
  })

  test('tells nothing of its neighbours, but they tell of it', () => {
    assert.deepEqual(kinds([seen('ada', occurredAt)], [0]), ['unknown', 'notApplied', 'notApplied'])
    assert.deepEqual(kinds([seen('ada', occurredAt), seen('bob', occurredAt)], [0]), ['applied', 'applied', 'applied'])
    assert.deepEqual(kinds([seen('ada', occurredAt), seen('bob', occurredAt)], [0, 1]), [
      'unknown',
      'unknown',
      'notApplied',
    ])
    assert.deepEqual(kinds([seen('ada', occurredAt), seen('bob', occurredAt)], [0, 1, 2]), [
      'unknown',
      'unknown',
      'unknown',
    ])
  })

  test('is not asked about', () => {
    const { groups, fields } = questionOf(doubtful([eventFor('ada'), purchaseFor('bob')], [0]))
    assert.deepEqual([groups, fields], [[users('bob')], ['purchases']])
    assert.deepEqual(questionOf(doubtful([eventFor('ada')], [0])).groups, [])
  })
})

describe('the question', () => {
  test('only the users and fields that tell something, fifty users a call', () => {
    const commands = [attributesFor('zoe'), ...Array.from({ length: 60 }, (_, at) => eventFor(`c${at % 55}`))]
    const { groups, fields } = questionOf(doubtful(commands))
    assert.deepEqual(
      groups.map(({ size }) => size),
      [50, 5],
    )
    assert.ok(groups.every(group => !group.has('zoe')))
    assert.deepEqual(fields, ['custom_events'])
    const both = questionOf(doubtful([campaignFor('ada'), canvasFor('ada'), purchaseFor('ada')]))
    assert.deepEqual(both.fields, ['campaigns_received', 'canvases_received', 'purchases'])
    assert.deepEqual(exportRequest(users('ada'), fields), {
      method: 'POST',
      path: '/users/export/ids',
      body: '{"external_ids":["ada"],"fields_to_export":["external_id","custom_events"]}',
    })
  })

  for (const [what, answer, afterMs] of [
    ['no answer', { sent: true, reason: 'timed_out: …' }, 30_000],
    ['over the limit', { status: 429, headers: { 'x-ratelimit-retry-after': '7' }, body: '{}' }, 7_000],
    ['a wrong key', { status: 401, headers: {}, body: '{}' }, 30_000],
    ['out of order', { status: 502, headers: {}, body: '<html>' }, 30_000],
    ['somebody else', { status: 200, headers: {}, body: '<html>' }, 30_000],
    ['refused, which asking again does not mend', { status: 400, headers: {}, body: '{"message":"no"}' }, null],
  ] as const)
    test(`${what}: unknown, and when to ask again`, () => {
      const { findings, isTold } = resultOf(answer, doubtful([eventFor('ada')]), users('ada'), calledAt)
      assert.ok(isTold)
      assert.deepEqual(
        findings.map(finding => finding.kind === 'unknown' && finding.afterMs),
        [afterMs],
      )
    })
})
