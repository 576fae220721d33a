import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, bodyOf, type Batching, type Room } from '../../../src/egress/http/request.ts'
import type { Command } from '../../../src/stream/define.ts'
import { sendFor } from './commands.ts'

const wide: Room = { most: 100, bytes: 1_000_000, mostBytes: 1_000_000 }
const batch = (commands: readonly Command[], room: Partial<Room> = {}): Batching =>
  batchOf(commands, name => (['crm', 'erp'].includes(name) ? { ...wide, ...room } : undefined))
const reasons = ({ refused }: Batching) => refused.map(({ at, reason }) => `${at} ${reason.replace(/:.*/, '')}`)
const bodies = ({ batch: found }: Batching): unknown => JSON.parse(bodyOf(found?.events ?? []))

test('the events of a batch, in their order', () => {
  const found = batch([sendFor('ada'), sendFor('bob', { deliveryId: 'e-2/rule/http', data: '[1]' })])
  const event = { type: 'customer.upgraded', time: '2026-03-01T12:00:00.000Z' }
  assert.deepEqual(bodies(found), {
    events: [
      { id: 'e-1/rule/http', subject: 'ada', ...event, data: { tier: 'gold' } },
      { id: 'e-2/rule/http', subject: 'bob', ...event, data: [1] },
    ],
  })
  assert.deepEqual([found.batch?.endpoint, found.batch?.chosen], ['crm', [0, 1]])
})

test('JSON goes as it was written, other text as a string with its type', () => {
  const long = batch([sendFor('ada', { data: '{"id": 12345678901234567890}' })])
  assert.match(bodyOf(long.batch?.events ?? []), /"data":\{"id": 12345678901234567890\}\}/)
  const vendor = batch([sendFor('ada', { data: '{"a":1}', contentType: 'application/vnd.x+json; v=1' })])
  assert.match(JSON.stringify(bodies(vendor)), /"contentType":"application\/vnd.x\+json; v=1","data":\{"a":1\}/)
  const csv = batch([sendFor('ada', { data: 'a,"b"\n', contentType: 'text/csv' })])
  assert.match(JSON.stringify(bodies(csv)), /"contentType":"text\/csv","data":"a,\\"b\\"\\n"/)
})

test('a name that the settings do not have, data that is no JSON, no command of ours, no time', () => {
  const commands = [
    sendFor('a', { endpoint: 'nowhere' }),
    sendFor('b', { data: '{' }),
    { schema: 'other', value: {} },
    sendFor('d', { occurredAt: 9e15 }),
    sendFor('e'),
  ]
  const found = batch(commands)
  assert.deepEqual(reasons(found), ['0 no_such_endpoint', '1 no_json', '2 no_such_command', '3 no_such_time'])
  assert.deepEqual(found.batch?.chosen, [4])
  assert.equal(batch(commands.slice(0, 4)).batch, undefined)
})

test('the first decides the endpoint; nobody overtakes an earlier one of the same subject', () => {
  const at = (subject: string, endpoint: string) => sendFor(subject, { endpoint })
  const found = batch([at('ada', 'crm'), at('bob', 'erp'), at('bob', 'crm'), at('cleo', 'crm'), at('ada', 'crm')])
  assert.deepEqual(found.batch?.chosen, [0, 3, 4])
  const refusedFirst = batch([at('ada', 'crm'), sendFor('bob', { data: '{' }), at('bob', 'crm')])
  assert.deepEqual(refusedFirst.batch?.chosen, [0, 2])
})

test('so many events and so many bytes, to the byte', () => {
  const commands = ['a', 'b', 'c', 'd'].map(subject => sendFor(subject))
  assert.deepEqual(batch(commands, { most: 3 }).batch?.chosen, [0, 1, 2])
  const three = Buffer.byteLength(bodyOf(batch(commands.slice(0, 3)).batch?.events ?? []))
  assert.deepEqual(batch(commands, { bytes: three }).batch?.chosen, [0, 1, 2])
  assert.deepEqual(batch(commands, { bytes: three - 1 }).batch?.chosen, [0, 1])
  assert.deepEqual(batch(commands, { bytes: 1 }).batch?.chosen, [0], 'a limit that was learnt lets one through')
})

test('an event that no request of the endpoint can hold is refused', () => {
  const one = Buffer.byteLength(bodyOf(batch([sendFor('a')]).batch?.events ?? []))
  assert.deepEqual(batch([sendFor('a')], { mostBytes: one }).batch?.chosen, [0])
  assert.deepEqual(reasons(batch([sendFor('a')], { mostBytes: one - 1 })), ['0 too_large'])
})
