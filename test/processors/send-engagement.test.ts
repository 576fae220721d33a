/** Flow H3: what of the engagement stream goes to the HTTP endpoint. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { sendEngagement } from '../../processors/send-engagement.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { httpCommands } from '../../topics/http-commands.ts'
import { field } from '../field.ts'
import { report } from './engagement.ts'

const object = z.record(z.string(), z.unknown())
const start = (changes: Partial<typeof exampleFlows.H3> = {}) =>
  new TestDriver(topologyOf(sendEngagement({ ...exampleFlows.H3, ...changes })))
const sent = (driver: TestDriver) => driver.outputs(httpCommands).map(({ key, value }) => ({ key, ...value }))

test('an event goes once, as it lies in the topic, under the customer', () => {
  const driver = start()
  report(driver, 'Send')
  driver.restart()
  report(driver, 'Open')
  const [first, second, ...more] = sent(driver)
  assert.ok(first && second)
  const { data, ...command } = first
  assert.deepEqual(command, {
    key: 'ada',
    deliveryId: 'Send-m-1-ada/send-engagement/http',
    ...{ eventId: 'Send-m-1-ada', subject: 'ada', occurredAt: command.occurredAt },
    ...{ endpoint: 'events', type: 'engagement.email.sent', contentType: null },
  })
  const told: unknown = JSON.parse(data)
  const fields = ['eventId', 'kind', 'externalUserId', 'dispatchId', 'campaignId', 'occurredAt']
  assert.deepEqual(
    fields.map(name => field(told, name)),
    ['Send-m-1-ada', 'email.sent', 'ada', 'm-1', 'news', command.occurredAt],
  )
  assert.deepEqual([second.type, more, driver.decisions()], ['engagement.email.opened', [], []])
})

test('addresses and texts only where the settings say so', () => {
  const [without, all] = [false, true].map(personalData => {
    const driver = start({ personalData })
    report(driver, 'Bounce')
    return sent(driver)[0]?.data ?? ''
  })
  const left = new Set(Object.keys(object.parse(JSON.parse(without ?? ''))))
  const told = object.parse(JSON.parse(all ?? ''))
  assert.deepEqual(
    Object.keys(told).filter(name => !left.has(name)),
    ['emailAddress', 'phoneNumber', 'reason', 'reasonDetail', 'messageBody', 'properties', 'extra'],
  )
})

test('what the settings do not list is not sent, and a decision says so', () => {
  const driver = start({ actions: ['opened'] })
  report(driver, 'Send')
  report(driver, 'Open')
  assert.deepEqual(
    sent(driver).map(({ eventId }) => eventId),
    ['Open-m-1-ada'],
  )
  assert.deepEqual(
    driver.decisions().map(({ reason, eventId }) => [reason, eventId]),
    [['not_reported', 'Send-m-1-ada']],
  )
})
