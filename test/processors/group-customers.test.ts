import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { bucketOf, bucketsOf } from '../../processors/group-buckets.ts'
import { groupCustomers } from '../../processors/group-customers.ts'
import { rememberCustomer } from '../../processors/remember-customer.ts'
import { memberships } from '../../processors/stores/memberships.ts'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { customerEvents } from '../../topics/customer-events.ts'
import { groupEvents } from '../../topics/group-events.ts'

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(rememberCustomer, groupCustomers(exampleFlows.P2)))
})

let sent = 0
function profile(occurredAt: number, attributes: CustomerProfileChanged['attributes'], at = driver.now): void {
  const value = { eventId: `p-${++sent}`, subject: 'ada', occurredAt, source: '/shop', extra: {}, attributes }
  driver.send(customerEvents, CustomerProfileChanged, value, { at })
}
/** Into which groups and out of which since the last call, as `+group` and `-group`. */
const changes = () =>
  driver
    .outputs(groupEvents)
    .map(({ value }) => said(value))
    .sort()
const said = (value: object) =>
  'group' in value && 'member' in value ? `${value.member === true ? '+' : '-'}${String(value.group)}` : 'no change'

test('region, account and device of the profile are groups', () => {
  profile(1, { region: 'north', account_id: 42, device_model: 'router-x', tier: 'gold' })
  assert.deepEqual(changes(), ['+accounts:42', '+devices:router-x', '+regions:north'])
})

test('a change of the profile that moves nobody says nothing', () => {
  profile(1, { region: 'north' })
  changes()
  profile(2, { region: 'north', tier: 'gold' })
  assert.deepEqual(changes(), [])
  assert.equal(driver.row(memberships, 'ada')?.at, 1, 'the row is not even written')
})

test('who moves leaves one group and comes into another; who says it no more only leaves', () => {
  profile(1, { region: 'north', device_model: 'router-x' })
  changes()
  profile(2, { region: 'south' })
  assert.deepEqual(changes(), ['+regions:south', '-regions:north'])
  driver.restart()
  profile(3, { region: null, device_model: '' })
  assert.deepEqual(changes(), ['-devices:router-x', '-regions:south'])
  assert.deepEqual(driver.row(memberships, 'ada'), { groups: [], at: 3 })
})

test('an older profile that comes late moves nobody back, but brings what nothing newer was said of', () => {
  profile(5, { region: 'south' })
  changes()
  profile(2, { region: 'north', account_id: 'acc-1' })
  assert.deepEqual(changes(), ['+accounts:acc-1'])
  assert.deepEqual(driver.row(memberships, 'ada'), { groups: ['accounts:acc-1', 'regions:south'], at: 5 })
})

test('the order of arrival does not matter to where a customer is in the end', () => {
  driver.together(() => {
    profile(2, { region: 'south' }, driver.now + 2)
    profile(1, { region: 'north' }, driver.now + 1)
  })
  assert.deepEqual(driver.row(memberships, 'ada')?.groups, ['regions:south'])
})

test('each customer of a group has one bucket, the same for ever, and an incident goes to all of them', () => {
  assert.equal(bucketOf('regions:north', 'ada'), bucketOf('regions:north', 'ada'))
  assert.equal(bucketOf('regions:north', 'ada'), 'regions:north#3b')
  const keys = bucketsOf('regions:north')
  assert.equal(new Set(keys).size, 64)
  const used = new Set(Array.from({ length: 2_000 }, (_, n) => bucketOf('regions:north', `customer-${n}`)))
  assert.deepEqual([...used].sort(), keys)
  profile(1, { region: 'north' })
  assert.deepEqual(
    driver.outputs(groupEvents).map(({ key }) => key),
    [bucketOf('regions:north', 'ada')],
  )
})
