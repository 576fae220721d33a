import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { XconnectorRespond } from '../../../schemas/xconnector-respond.generated.ts'
import { eventOf } from '../../../src/egress/xconnector/request.ts'
import { respondFor } from './commands.ts'

function refusal(over: Partial<XconnectorRespond>): string {
  const event = eventOf(respondFor('case-1', over))
  return 'refusal' in event ? event.refusal : assert.fail(event.body)
}

test('a CloudEvent: the context above, what was done below, and the key', () => {
  const event = eventOf(respondFor('case-1', { data: { amount: 12.5, actor: 'nobody' } }))
  assert.ok('body' in event)
  assert.equal(event.key, 'e-1/rule/xconnector')
  assert.deepEqual(JSON.parse(event.body), {
    specversion: '1.0',
    id: 'e-1/rule/xconnector',
    type: 'signalbox.action.taken',
    source: '/signalbox/respond',
    subject: 'case-1',
    time: '2026-03-01T12:00:00.000Z',
    correlationid: 'k-1',
    datacontenttype: 'application/json',
    data: { amount: 12.5, record_id: 'r-1', record_version: '3', actor: 'ada', action: 'approve' },
  })
})

test('the same command makes the same bytes', () => {
  assert.deepEqual(eventOf(respondFor('case-1')), eventOf(respondFor('case-1')))
})

test('what no CloudEvent can say is refused', () => {
  assert.match(refusal({ type: '' }), /^empty_attribute: .* type$/)
  assert.match(refusal({ source: '' }), /^empty_attribute: /)
  assert.match(refusal({ occurredAt: 9e15 }), /^no_such_time: /)
  assert.match(refusal({ data: { sum: Infinity } }), /^no_such_number: .*"sum"/)
  assert.deepEqual(eventOf({ schema: 'other', value: null }), { refusal: 'no_such_command: other' })
})

test('without a correlation there is no such attribute', () => {
  for (const correlationId of [null, '']) {
    const event = eventOf(respondFor('case-1', { correlationId }))
    assert.ok('body' in event && !event.body.includes('correlationid'))
  }
})
