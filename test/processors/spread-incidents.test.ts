import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { spreadIncidents } from '../../processors/spread-incidents.ts'
import { incidents } from '../../processors/stores/incidents.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { groupEvents } from '../../topics/group-events.ts'
import { incidentCustomers } from '../../topics/incident-customers.ts'
import { incident } from './incidents.ts'
import { reasons } from './messages.ts'

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(spreadIncidents(exampleFlows.P2)))
})

/** To which groups, each in all its buckets, and which customers it went since the last call. */
function reached(): string[] {
  const byGroup = new Map<string, number>()
  for (const { key } of driver.outputs(groupEvents)) {
    const group = key?.split('#')[0] ?? ''
    byGroup.set(group, (byGroup.get(group) ?? 0) + 1)
  }
  const groups = [...byGroup].map(([group, count]) => (count === 64 ? group : `${group} in ${count} buckets`))
  return [...groups, ...driver.outputs(incidentCustomers).map(({ key }) => key ?? '')].sort()
}
const before = (ms: number) => ({ occurredAt: driver.now - ms })
const north = { regions: ['north'] }

describe('whom an incident goes to', () => {
  test('every group, and every customer who is named', () => {
    incident(driver, 'opened', { ...north, accounts: ['a-1', 'a-2'], devices: ['router-x'], customers: ['ada', 'bob'] })
    assert.deepEqual(reached(), ['accounts:a-1', 'accounts:a-2', 'ada', 'bob', 'devices:router-x', 'regions:north'])
  })

  test('of a customer it is an event of the customer’s own, with what a person may read', () => {
    incident(driver, 'opened', { customers: ['ada'], title: 'No dial tone', text: 'We are on it.' })
    const [record] = driver.outputs(incidentCustomers)
    assert.deepEqual(record?.value, {
      eventId: 'opened/ada',
      subject: 'ada',
      occurredAt: driver.now,
      incidentId: 'inc-1',
      phase: 'opened',
      title: 'No dial tone',
      text: 'We are on it.',
      link: 'https://status.example/inc-1',
      services: ['voice', 'data'],
      expiresAt: null,
    })
  })

  test('an update goes to all that were ever named, and so does the resolution, after a restart too', () => {
    incident(driver, 'opened', { ...north, customers: ['ada'] })
    reached()
    incident(driver, 'updated', { regions: ['south'], customers: ['bob', 'ada'] })
    const all = ['ada', 'bob', 'regions:north', 'regions:south']
    assert.deepEqual(reached(), all)
    driver.restart()
    incident(driver, 'resolved', { severity: null })
    assert.deepEqual(reached(), all)
    assert.deepEqual(reasons(driver), [])
  })
})

describe('severity', () => {
  test('one that the settings do not name goes to nobody, and neither does one that nobody rated', () => {
    incident(driver, 'opened', { ...north, severity: 'high', id: 'o-1' })
    incident(driver, 'opened', { ...north, severity: null, id: 'o-2', incidentId: 'inc-2' })
    assert.deepEqual([reached(), reasons(driver)], [[], ['severity_too_low o-1', 'severity_too_low o-2']])
  })

  test('it may rise', () => {
    incident(driver, 'opened', { ...north, severity: 'low' })
    incident(driver, 'updated', { ...north, severity: 'critical' })
    assert.deepEqual(reached(), ['regions:north'])
  })

  test('an update that says nothing of it leaves it as it was; one that lowers it tells nobody anew', () => {
    incident(driver, 'opened', north)
    incident(driver, 'updated', { regions: ['south'], severity: null, id: 'u-1' })
    reached()
    incident(driver, 'updated', { regions: ['west'], severity: 'low', id: 'u-2' })
    assert.deepEqual([reached(), reasons(driver)], [[], ['severity_too_low u-2']])
    incident(driver, 'resolved')
    assert.deepEqual(reached(), ['regions:north', 'regions:south'])
  })
})

describe('order', () => {
  test('a resolution that comes first is remembered: nobody is alerted when the opening follows', () => {
    incident(driver, 'resolved')
    incident(driver, 'opened', { ...north, ...before(60_000) })
    assert.deepEqual([reached(), reasons(driver)], [[], ['unknown_incident resolved', 'already_resolved opened']])
  })

  test('nothing follows a resolution: no update, whenever it happened, and no second resolution', () => {
    incident(driver, 'opened', { ...north, ...before(60_000) })
    incident(driver, 'resolved', before(10_000))
    reached()
    incident(driver, 'updated', { ...north, ...before(20_000), id: 'u-1' })
    incident(driver, 'updated', { ...north, id: 'u-2' })
    incident(driver, 'resolved', { id: 'r-2' })
    assert.deepEqual(
      [reached(), reasons(driver)],
      [[], ['already_resolved u-1', 'already_resolved u-2', 'already_resolved r-2']],
    )
  })

  test('opened again after its resolution it begins anew, with those who are named now', () => {
    incident(driver, 'opened', { ...north, ...before(60_000), id: 'o-1' })
    incident(driver, 'resolved', { ...before(30_000), id: 'r-1' })
    reached()
    incident(driver, 'opened', { regions: ['south'], id: 'o-2' })
    assert.deepEqual(reached(), ['regions:south'])
    incident(driver, 'resolved', { ...before(20_000), id: 'r-2' })
    assert.deepEqual([reached(), reasons(driver)], [[], ['newer_known r-2']])
    incident(driver, 'resolved', { id: 'r-3' })
    assert.deepEqual(reached(), ['regions:south'])
  })

  test('a resolution counts also where an update is told to be later', () => {
    incident(driver, 'opened', { ...north, ...before(60_000) })
    incident(driver, 'updated', before(10_000))
    reached()
    incident(driver, 'resolved', before(30_000))
    assert.deepEqual(reached(), ['regions:north'])
    assert.equal(driver.row(incidents, 'incident:inc-1')?.phase, 'resolved')
  })

  test('an opening that comes after its update adds whom it names', () => {
    incident(driver, 'updated', { regions: ['south'] })
    incident(driver, 'opened', { ...north, ...before(60_000) })
    reached()
    incident(driver, 'resolved')
    assert.deepEqual(reached(), ['regions:north', 'regions:south'])
  })
})
