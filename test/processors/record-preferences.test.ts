/** Flow E4: preferences in the customer's workspace. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { recordPreferences } from '../../processors/record-preferences.ts'
import { preferences } from '../../processors/stores/preferences.ts'
import { CampaignPreferencesChanged } from '../../schemas/campaign-preferences-changed.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { campaignEvents } from '../../topics/campaign-events.ts'
import { ecmCommands } from '../../topics/ecm-commands.ts'

const topics = { attribute: '14', writtenAt: '15', note: '16' }
const { E4 } = exampleFlows
const settings = { ...E4, preferences: { ...E4.preferences, topics } }
const said = Date.UTC(2026, 0, 15, 12)

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(recordPreferences(settings)), { now: said + 60_000 })
})

/** Preferences by name, each as JSON text. */
const says = (eventId: string, said: Record<string, string>, occurredAt: number, consents = {}) =>
  driver.send(campaignEvents, CampaignPreferencesChanged, {
    ...{ eventId, subject: 'ada', occurredAt, source: '/braze/webhooks', preferences: said, consents },
    ...{ campaignId: 'c1', campaignName: null, canvasId: null, canvasStepId: null, dispatchId: null },
    ...{ brazeUserId: null, correlationId: null, extra: {} },
  })

const written = () =>
  driver.outputs(ecmCommands).map(({ value }) => ('values' in value ? [value.deliveryId, value.values] : []))
const decided = () => driver.decisions().map(({ eventId, reason }) => [eventId, reason])

test('a preference becomes attributes of the category on the workspace of the customer; JSON text is told as text', () => {
  says('e1', { frequency: '"weekly"' }, said)
  const [command, ...more] = driver.outputs(ecmCommands)
  assert.deepEqual(command?.value, {
    ...{ deliveryId: 'e1/record-preferences/ecm/frequency', eventId: 'e1', subject: 'ada', occurredAt: said },
    ...{ nodeId: null, externalSystem: 'CRM', businessObjectType: 'customer', businessObjectId: 'ada' },
    categoryId: 3100,
    values: { '11': 'weekly', '13': 'frequency at 2026-01-15T12:00:00.000Z by /braze/webhooks, event e1' },
    ...{ writtenAt: said, writtenAtAttribute: '12', whereThere: true },
  })
  assert.deepEqual([command.key, more, decided()], ['ada', [], []])
})

test('several preferences are a command each, with a time each; one that nobody keeps leaves a decision', () => {
  says('e1', { frequency: '3', topics: '["a","b"]', colour: '"red"' }, said)
  const note = (name: string) => `${name} at 2026-01-15T12:00:00.000Z by /braze/webhooks, event e1`
  assert.deepEqual(written(), [
    ['e1/record-preferences/ecm/frequency', { '11': '3', '13': note('frequency') }],
    ['e1/record-preferences/ecm/topics', { '14': '["a","b"]', '16': note('topics') }],
  ])
  assert.deepEqual(decided(), [['e1', 'preference_not_kept']])
})

test('the newest word on each preference wins, in whatever order they come and whatever happens in between', () => {
  driver.together(() => {
    says('new', { frequency: '"daily"' }, said + 10)
    says('old', { frequency: '"never"', topics: '"all"' }, said)
  })
  driver.restart()
  says('older', { frequency: '"weekly"' }, said - 10)
  assert.deepEqual(
    written().map(([id]) => id),
    ['new/record-preferences/ecm/frequency', 'old/record-preferences/ecm/topics'],
  )
  assert.deepEqual(decided(), [
    ['old', 'newer_known'],
    ['older', 'newer_known'],
  ])
  assert.deepEqual(driver.row(preferences, 'ada'), { newest: { frequency: said + 10, topics: said } })
})

test('consents alone are none of its business, and nothing is remembered of what is not kept', () => {
  says('e1', {}, said, { email: true })
  says('e2', { colour: '"red"' }, said)
  assert.deepEqual([written(), decided()], [[], [['e2', 'preference_not_kept']]])
  assert.equal(driver.row(preferences, 'ada'), undefined)
})
