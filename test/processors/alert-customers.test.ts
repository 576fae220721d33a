/** Flow P2 from the incident to what the customer gets: all of its processors, and the gate. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { alertCustomers } from '../../processors/alert-customers.ts'
import { groupCustomers } from '../../processors/group-customers.ts'
import { reachGroups } from '../../processors/reach-groups.ts'
import { spreadIncidents } from '../../processors/spread-incidents.ts'
import { customerIncidents } from '../../processors/stores/customer-incidents.ts'
import { IncidentSpread } from '../../schemas/incident-spread.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import type { Flows } from '../../src/flow-settings/index.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { incidentCustomers } from '../../topics/incident-customers.ts'
import { incident } from './incidents.ts'
import { consent, gateDriverWith, messages, noon, profile, reasons } from './messages.ts'

const minute = 60_000
const hour = 60 * minute
const driverOf = (flows: Flows = exampleFlows, now = noon) =>
  gateDriverWith(
    { flows, now },
    groupCustomers(flows.P2),
    spreadIncidents(flows.P2),
    reachGroups,
    alertCustomers(flows.P2),
  )
let driver: TestDriver
beforeEach(() => {
  driver = driverOf()
})
/** Who got which message since the last call. */
const sent = () =>
  messages(driver)
    .map(({ customer, what }) => `${customer} ${what ?? ''}`)
    .sort()
const north = { regions: ['north'] }
const before = (ms: number) => ({ occurredAt: driver.now - ms })

describe('the sequence', () => {
  test('who is in three lists is alerted once, then told again after two hours, and no more', () => {
    profile(driver, 'ada', { region: 'north', device_model: 'router-x' })
    profile(driver, 'bob', { region: 'south' })
    incident(driver, 'opened', { ...north, devices: ['router-x'], customers: ['ada'], text: 'We are on it.' })
    const [alert, ...more] = messages(driver)
    assert.deepEqual(more, [])
    assert.deepEqual(alert, {
      customer: 'ada',
      by: 'campaign',
      what: 'incident-alert',
      deliveryId: 'opened/ada/0/P2/send-customer-messages/braze',
      properties: {
        incident_id: 'inc-1',
        title: 'inc-1 opened',
        text: 'We are on it.',
        link: 'https://status.example/inc-1',
        services: 'voice, data',
        correlation_id: 'P2/inc-1',
        flow: 'P2',
      },
    })
    driver.restart()
    driver.advance(2 * hour - 1)
    assert.deepEqual(sent(), [])
    driver.advance(1)
    assert.deepEqual(sent(), ['ada incident-update'])
    driver.advance(days(30))
    assert.deepEqual([sent(), reasons(driver), driver.timers()], [[], [], []])
  })

  test('a later step says what the newest event said, whichever arrived last', () => {
    incident(driver, 'opened', { customers: ['ada'], title: 'first' })
    incident(driver, 'updated', { title: 'newest', occurredAt: driver.now + 2, id: 'u-2' })
    incident(driver, 'updated', { title: 'older', occurredAt: driver.now + 1, id: 'u-1' })
    messages(driver)
    driver.advance(2 * hour)
    assert.deepEqual(
      messages(driver).map(({ properties }) => properties['title']),
      ['newest'],
    )
  })

  test('two incidents of one customer keep apart', () => {
    incident(driver, 'opened', { customers: ['ada'], id: 'o-1' })
    driver.advance(hour)
    incident(driver, 'opened', { customers: ['ada'], id: 'o-2', incidentId: 'inc-2' })
    incident(driver, 'resolved', { id: 'r-1' })
    assert.deepEqual(sent(), ['ada incident-alert', 'ada incident-alert', 'ada incident-resolved'])
    driver.advance(3 * hour)
    assert.deepEqual(
      messages(driver).map(({ properties }) => properties['incident_id']),
      ['inc-2'],
    )
  })

  test('what is past its time is not told', () => {
    incident(driver, 'opened', { customers: ['ada'], expiresAt: driver.now + hour })
    sent()
    driver.advance(2 * hour)
    assert.deepEqual([sent(), reasons(driver)], [[], ['expired opened/ada/1/P2']])
  })

  test('who joins the group later is alerted by the next update', () => {
    incident(driver, 'opened', north)
    profile(driver, 'ada', { region: 'north' })
    assert.deepEqual(sent(), [])
    incident(driver, 'updated', { severity: null })
    assert.deepEqual(sent(), ['ada incident-alert'])
  })
})

describe('the resolution', () => {
  test('goes to exactly those who were alerted, and nothing comes after it', () => {
    for (const customer of ['ada', 'bob']) profile(driver, customer, { region: 'north' })
    profile(driver, 'cleo', { region: 'south' })
    incident(driver, 'opened', { ...north, customers: ['dan'] })
    assert.deepEqual(sent(), ['ada incident-alert', 'bob incident-alert', 'dan incident-alert'])
    profile(driver, 'ada', { region: 'south' })
    profile(driver, 'cleo', { region: 'north' })
    driver.restart()
    incident(driver, 'resolved', { severity: null })
    assert.deepEqual(sent(), ['ada incident-resolved', 'bob incident-resolved', 'dan incident-resolved'])
    driver.advance(days(1))
    assert.deepEqual([sent(), reasons(driver)], [[], []])
  })

  test('does not go to somebody whom the alert could not reach', () => {
    consent(driver, 'ada', false, 'email', 'sms')
    incident(driver, 'opened', { customers: ['ada'] })
    consent(driver, 'ada', true, 'email')
    incident(driver, 'resolved')
    assert.deepEqual(
      [sent(), reasons(driver)],
      [[], ['no_channel opened/ada/0/P2', 'nothing_to_follow resolved/ada/P2']],
    )
  })

  test('that comes before the alert leaves the gate takes it back: neither goes', () => {
    const { P2 } = exampleFlows
    const alert = { ...P2.messages.resolution, urgent: false }
    const calm = { ...exampleFlows, P2: { ...P2, messages: { ...P2.messages, alert, resolution: alert } } }
    driver = driverOf(calm, Date.UTC(2026, 0, 15, 23))
    incident(driver, 'opened', { customers: ['ada'] })
    assert.deepEqual(reasons(driver), ['held_quiet_hours opened/ada/0/P2'])
    driver.advance(hour)
    incident(driver, 'resolved')
    driver.advance(days(1))
    assert.deepEqual(
      [sent(), reasons(driver)],
      [[], ['withdrawn opened/ada/0/P2', 'nothing_to_follow resolved/ada/P2']],
    )
  })

  test('that comes before the opening: nobody hears of either', () => {
    incident(driver, 'resolved', { customers: ['ada'] })
    incident(driver, 'opened', { customers: ['ada'], ...before(hour) })
    assert.deepEqual([sent(), reasons(driver)], [[], ['unknown_incident resolved', 'already_resolved opened']])
  })

  test('told by two lists it is told once; an alert that another list brings late is none any more', () => {
    const at = (phase: IncidentSpread['phase'], occurredAt: number) => ({
      ...{ eventId: `${phase}/ada`, subject: 'ada', occurredAt, incidentId: 'inc-1', phase },
      ...{ title: null, text: null, link: null, services: [], expiresAt: null },
    })
    const reach = (phase: IncidentSpread['phase'], occurredAt: number) =>
      driver.send(incidentCustomers, IncidentSpread, at(phase, occurredAt))
    reach('opened', noon)
    reach('resolved', noon + 1)
    reach('opened', noon)
    reach('resolved', noon + 1)
    assert.deepEqual(sent(), ['ada incident-alert', 'ada incident-resolved'])
    assert.deepEqual(reasons(driver), ['already_resolved opened/ada'])
  })

  test('an incident that is opened again is alerted anew and resolved anew', () => {
    incident(driver, 'opened', { customers: ['ada'], id: 'o-1' })
    driver.advance(minute)
    incident(driver, 'resolved', { id: 'r-1' })
    driver.advance(minute)
    incident(driver, 'opened', { customers: ['ada'], id: 'o-2' })
    assert.deepEqual(sent(), ['ada incident-alert', 'ada incident-alert', 'ada incident-resolved'])
    driver.advance(minute)
    incident(driver, 'resolved', { id: 'r-2' })
    driver.advance(days(1))
    assert.deepEqual([sent(), reasons(driver)], [['ada incident-resolved'], []])
  })
})

test('after an outage a step that fell due meanwhile may still go, for the resolution is hops away; never after it', () => {
  incident(driver, 'opened', { customers: ['ada'] })
  driver.together(() => {
    driver.advance(hour)
    incident(driver, 'resolved')
    driver.advance(2 * hour)
    driver.restart()
  })
  const inOrder = messages(driver).map(({ what }) => what)
  assert.deepEqual(inOrder, ['incident-alert', 'incident-update', 'incident-resolved'])
})

test('what fails before it is committed is done once all the same', () => {
  driver.hold()
  incident(driver, 'opened', { customers: ['ada'] })
  driver.crash()
  driver.advance(1)
  assert.deepEqual(sent(), ['ada incident-alert'])
})

test('what was resolved is forgotten with time', () => {
  incident(driver, 'opened', { customers: ['ada'] })
  incident(driver, 'resolved')
  driver.advance(days(89))
  incident(driver, 'opened', { customers: ['ada'], id: 'o-2', incidentId: 'inc-2' })
  driver.advance(days(2))
  incident(driver, 'resolved', { id: 'r-2', incidentId: 'inc-2' })
  assert.deepEqual(Object.keys(driver.row(customerIncidents, 'ada')?.resolved ?? {}), ['inc-2'])
  driver.advance(days(91))
  assert.equal(driver.row(customerIncidents, 'ada'), undefined)
})
