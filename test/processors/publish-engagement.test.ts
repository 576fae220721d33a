import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { publishEngagement } from '../../processors/publish-engagement.ts'
import { EngagementEvent } from '../../schemas/engagement-event.generated.ts'
import { canonical } from '../../src/ingress/braze/currents/canonical.ts'
import type { Publication } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { brazeEvents } from '../../topics/braze-events.ts'
import { engagementEvents } from '../../topics/engagement-events.ts'
import { kinds, sample } from '../ingress/braze/currents/samples.ts'

const driver = () => new TestDriver(topologyOf(publishEngagement), { now: Date.UTC(2026, 2, 1, 13) })

/** The record that ingress makes of an event. */
function recordOf(event: unknown): EngagementEvent {
  const became = canonical(event, { now: Date.UTC(2026, 2, 1, 13), trace: {} })
  const [first] = became.ok ? became.publications : []
  assert.ok(first && isEngagement(first))
  return first.value
}
const isEngagement = (publication: Publication): publication is Publication & { readonly value: EngagementEvent } =>
  publication.schema === EngagementEvent

const opened = (id: string, user = 'ann') => ({
  ...sample('users.messages.email.Open'),
  id,
  user: { external_user_id: user },
})

const idsIn = (stage: TestDriver) => stage.outputs(engagementEvents).map(({ key, value }) => [key, value.eventId])

describe('what comes twice lies once in engagement.events', () => {
  test('also after a restart, and beside others of the same subject', () => {
    const stage = driver()
    for (const id of ['e-1', 'e-2', 'e-1']) stage.send(brazeEvents, EngagementEvent, recordOf(opened(id)))
    stage.restart()
    for (const id of ['e-2', 'e-3', 'e-1']) stage.send(brazeEvents, EngagementEvent, recordOf(opened(id)))
    assert.deepEqual(idsIn(stage), [
      ['ann', 'e-1'],
      ['ann', 'e-2'],
      ['ann', 'e-3'],
    ])
  })

  test('the order of a subject is the order of arrival', () => {
    const stage = driver()
    const ids = Array.from({ length: 50 }, (_, at) => `e-${at}`)
    stage.together(() => {
      for (const id of ids) stage.send(brazeEvents, EngagementEvent, recordOf(opened(id)))
    })
    assert.deepEqual(
      idsIn(stage).map(([, id]) => id),
      ids,
    )
  })
})

test('every kind goes through as it is, field for field', () => {
  const stage = driver()
  const records = Object.keys(kinds).map(type => recordOf(sample(type)))
  for (const record of records) stage.send(brazeEvents, EngagementEvent, record)
  const published = stage.outputs(engagementEvents)
  const byId = new Map(published.map(({ value }) => [value.eventId, value]))
  assert.equal(byId.size, records.length)
  for (const record of records) assert.deepEqual(byId.get(record.eventId), record, record.type)
  assert.deepEqual(stage.deadLetters(), [])
})
