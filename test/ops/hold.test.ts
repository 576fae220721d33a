import assert from 'node:assert/strict'
import { hostname, userInfo } from 'node:os'
import { before, test } from 'node:test'
import { hold, holds, release } from '../../src/ops/delivery/hold.ts'
import { z } from 'zod'
import { auditEntry, operated, topology, type Operated } from './operated.ts'

const by = `${userInfo().username}@${hostname()}`
const { control, audit } = topology

let pipeline: Operated
before(async () => {
  pipeline = await operated()
})

test('nothing is held: holds says so and finds nothing, and release refuses', async () => {
  const { found, lines } = await pipeline.run(context => holds(context, false))
  assert.deepEqual([found, lines], [false, ['nothing is held']])
  assert.deepEqual(await pipeline.run(context => holds(context, true)), { found: false, lines: [], text: '' })
  await assert.rejects(
    pipeline.run(context => release(context, 'braze')),
    {
      name: 'Refused',
      message: 'braze is not held',
    },
  )
})

test('a destination that does not exist, and a hold without a reason, are refused; nothing is written', async () => {
  const message = 'there is no destination brase; there are braze, ecm, workflow, push, xconnector, http'
  await assert.rejects(
    pipeline.run(context => hold(context, 'brase', 'x')),
    { name: 'Refused', message },
  )
  await assert.rejects(
    pipeline.run(context => release(context, 'brase')),
    { name: 'Refused', message },
  )
  await assert.rejects(
    pipeline.run(context => hold(context, 'braze', ' ')),
    { name: 'Refused', message: /--why/ },
  )
  assert.deepEqual(await pipeline.read(control, 1, 1_000), [])
})

test('hold writes its row and its audit entry; a second one says who holds since when, and writes nothing', async () => {
  const begun = Date.now()
  const { found, text } = await pipeline.run(context => hold(context, 'braze', 'ticket 4711'))
  assert.ok(found)
  assert.match(text, /^braze is held: /)
  assert.match(text, /signalbox release braze/)
  await assert.rejects(
    pipeline.run(context => hold(context, 'braze', 'again')),
    {
      name: 'Refused',
      message: new RegExp(`^braze is held by ${by} since \\S+ \\(\\d+ s ago\\): ticket 4711\\. Nothing was changed`),
    },
  )
  const [row, ...more] = await pipeline.read(control, 2, 2_000)
  assert.deepEqual(more, [])
  const { at, ...said } = z
    .object({ at: z.number(), destination: z.string(), by: z.string(), why: z.string() })
    .parse(row?.value)
  assert.deepEqual([row?.key, row?.schema, row?.partition], ['hold/braze', 'signalbox.DeliveryHold', 0])
  assert.deepEqual(said, { destination: 'braze', by, why: 'ticket 4711' })
  assert.ok(at >= begun && at <= Date.now())
  const [entry] = await pipeline.read(audit, 1)
  const { id, at: auditedAt } = z.object({ id: z.string(), at: z.number() }).parse(entry?.value)
  assert.equal(entry?.key, 'braze')
  assert.deepEqual(auditEntry(entry), { action: 'hold', target: 'braze', by, details: { why: 'ticket 4711' } })
  assert.ok(id.length > 0 && auditedAt >= begun)
})

test('holds lists who, since when and why, also as JSON', async () => {
  const { found, text } = await pipeline.run(context => holds(context, false))
  assert.ok(found)
  assert.match(text, new RegExp(`^braze is held by ${by} since \\S+Z \\(\\d+ s ago\\): ticket 4711$`))
  const { lines } = await pipeline.run(context => holds(context, true))
  const [one] = lines.map(line => z.record(z.string(), z.string()).parse(JSON.parse(line)))
  assert.equal(lines.length, 1)
  assert.deepEqual({ ...one, at: '' }, { destination: 'braze', by, why: 'ticket 4711', at: '' })
  assert.match(one?.['at'] ?? '', /^\d{4}-.*Z$/)
})

test('release deletes the row and says in the audit what was held', async () => {
  const { text } = await pipeline.run(context => release(context, 'braze'))
  assert.match(text, new RegExp(`^braze is released: .* It was held by ${by} since .*: ticket 4711\\.$`))
  const rows = await pipeline.read(control, 2)
  assert.deepEqual(
    rows.map(({ key, bytes }) => [key, bytes === null]),
    [
      ['hold/braze', false],
      ['hold/braze', true],
    ],
  )
  const [, entry] = await pipeline.read(audit, 2)
  const { action, details } = auditEntry(entry)
  assert.equal(action, 'release')
  assert.deepEqual({ ...details, heldSince: '' }, { heldBy: by, why: 'ticket 4711', heldSince: '' })
  assert.equal((await pipeline.run(context => holds(context, false))).found, false)
})

test('another destination is not concerned', async () => {
  await pipeline.run(context => hold(context, 'http', 'x'))
  await pipeline.run(context => hold(context, 'braze', 'y'))
  await pipeline.run(context => release(context, 'http'))
  const { text } = await pipeline.run(context => holds(context, false))
  assert.match(text, /^braze is held .*: y$/)
})
