/** What flows say to the gate. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, withdraw } from '../../../processors/ask.ts'

const cause = { eventId: 'e1', subject: 'c1', occurredAt: 7, step: 'payment' }

test('what a flow does not say is left empty', () => {
  assert.deepEqual(ask('P4', cause, { message: 'checkout' }), {
    eventId: 'e1/P4',
    subject: 'c1',
    occurredAt: 7,
    flow: 'P4',
    message: 'checkout',
    correlationId: null,
    thread: null,
    threadRule: 'none',
    expiresAt: null,
    enterCampaignId: null,
    enterCanvasId: null,
    push: null,
    withoutChannels: [],
    properties: {},
  })
})

test('what it says stands, and two flows that one event moves differ in their ids', () => {
  const asked = ask('E2', cause, { message: 'status', thread: 'E2/1', threadRule: 'onlyOnce', properties: { n: 1 } })
  assert.deepEqual([asked.thread, asked.threadRule, asked.properties], ['E2/1', 'onlyOnce', { n: 1 }])
  assert.notEqual(asked.eventId, ask('E1', cause, { message: 'welcome' }).eventId)
})

test('a withdrawal names the thread and its cause', () => {
  assert.deepEqual(withdraw(cause, 'E2/1'), { eventId: 'e1', subject: 'c1', occurredAt: 7, thread: 'E2/1' })
})
