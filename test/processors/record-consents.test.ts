/** Flow E4: consents in the customer's workspace. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { recordConsents } from '../../processors/record-consents.ts'
import { rememberCustomer } from '../../processors/remember-customer.ts'
import { CustomerConsentChanged } from '../../schemas/customer-consent-changed.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { customerEvents } from '../../topics/customer-events.ts'
import { ecmCommands } from '../../topics/ecm-commands.ts'

const settings = exampleFlows.E4
const said = Date.UTC(2026, 0, 15, 12)

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(recordConsents(settings), rememberCustomer), { now: said + 60_000 })
})

const says = (eventId: string, purpose: string, granted: boolean, occurredAt = said, extra = {}) =>
  driver.send(customerEvents, CustomerConsentChanged, {
    ...{ eventId, subject: 'ada', occurredAt, source: '/braze/currents', purpose, granted, extra },
  })
const fromApi = { state_change_source: '"REST API"' }

const commands = () => driver.outputs(ecmCommands).map(({ value }) => value)
/** Of each command: what it writes, and how old that is. */
const written = () =>
  commands().map(command => ('values' in command ? [command.eventId, command.values['5'], command.writtenAt] : []))
const decided = () => driver.decisions().map(({ eventId, reason }) => [eventId, reason])

test('a consent becomes attributes of the category on the workspace of the customer: the word, its time, a note', () => {
  says('e1', 'email', false)
  const [command, ...more] = driver.outputs(ecmCommands)
  assert.deepEqual(command?.value, {
    ...{ deliveryId: 'e1/record-consents/ecm', eventId: 'e1', subject: 'ada', occurredAt: said },
    ...{ nodeId: null, externalSystem: 'CRM', businessObjectType: 'customer', businessObjectId: 'ada' },
    categoryId: 3100,
    values: { '5': false, '7': 'email withdrawn at 2026-01-15T12:00:00.000Z by /braze/currents, event e1' },
    ...{ writtenAt: said, writtenAtAttribute: '6', whereThere: true },
  })
  assert.deepEqual([command.key, more, decided()], ['ada', [], []])
})

test('each purpose has a time of its own, so that a late word on one does not lose against a newer one on another', () => {
  says('e1', 'sms', true, said + 10)
  says('e2', 'email', true, said)
  const attributes = commands().map(command => ('values' in command ? command.writtenAtAttribute : undefined))
  assert.deepEqual([attributes, decided()], [['9', '6'], []])
})

test('the newest word wins, in whatever order they come; of two of one time, the one that comes last', () => {
  says('new', 'email', false, said + 10)
  says('old', 'email', true, said)
  driver.restart()
  says('older', 'email', true, said - 10)
  says('same', 'email', true, said + 10)
  assert.deepEqual(written(), [
    ['new', false, said + 10],
    ['same', true, said + 10],
  ])
  assert.deepEqual(decided(), [
    ['old', 'newer_known'],
    ['older', 'newer_known'],
  ])
})

test('all at once and reversed: the same words are written as one by one', () => {
  driver.together(() => {
    says('third', 'email', true, said + 20)
    says('second', 'email', false, said + 10)
    says('first', 'email', true, said)
  })
  assert.deepEqual(written(), [['third', true, said + 20]])
  assert.deepEqual(decided(), [
    ['second', 'newer_known'],
    ['first', 'newer_known'],
  ])
})

test('the same event again is not written again', () => {
  says('e1', 'email', false)
  says('e1', 'email', false)
  assert.deepEqual(written(), [['e1', false, said]])
  assert.deepEqual(decided(), [['e1', 'duplicate']])
})

test('what this pipeline wrote at Braze comes back from there and is not written again', () => {
  says('shop', 'email', false)
  says('echo', 'email', false, said + 10, fromApi)
  assert.deepEqual(written(), [['shop', false, said]])
  assert.deepEqual(decided(), [['echo', 'own_write']])
})

test('what others change by the API of Braze is news', () => {
  says('given', 'email', true)
  says('crm', 'email', false, said + 10, fromApi)
  says('other', 'sms', false, said, fromApi)
  assert.deepEqual([commands().map(({ eventId }) => eventId), decided()], [['given', 'crm', 'other'], []])
})

test('a purpose that the settings do not keep leaves a decision, also one named as something every object has', () => {
  says('e1', 'research', true)
  says('e2', 'constructor', true)
  assert.deepEqual(commands(), [])
  assert.deepEqual(decided(), [
    ['e1', 'purpose_not_kept'],
    ['e2', 'purpose_not_kept'],
  ])
})

test('a note is never longer than a text field of Content Server', () => {
  says('e'.repeat(300), 'email', true)
  const [command] = commands()
  assert.equal(command && 'values' in command && String(command.values['7']).length, 254)
})
