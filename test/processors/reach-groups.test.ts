import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { reachGroups } from '../../processors/reach-groups.ts'
import { spreadIncidents } from '../../processors/spread-incidents.ts'
import { groupMembers } from '../../processors/stores/group-members.ts'
import { GroupChanged } from '../../schemas/group-changed.generated.ts'
import { IncidentSpread } from '../../schemas/incident-spread.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { groupEvents } from '../../topics/group-events.ts'
import { incidentCustomers } from '../../topics/incident-customers.ts'

const key = 'regions:north#3f'
let driver: TestDriver
beforeEach(() => {
  // With one that writes to group.events, for a topic of our own is not read as one of a source.
  driver = new TestDriver(topologyOf(spreadIncidents(exampleFlows.P2), reachGroups))
})

const about = () => ({ occurredAt: driver.now, services: [], title: null, text: null, link: null, expiresAt: null })
let sent = 0
function member(subject: string, isIn: boolean, at = driver.now): void {
  const value = { eventId: `p-${++sent}`, subject, occurredAt: driver.now, group: 'regions:north', member: isIn }
  driver.send(groupEvents, GroupChanged, value, { key, at })
}
function spread(phase: IncidentSpread['phase'], id: string = phase, incidentId = 'inc-1', at = driver.now): void {
  const value = { ...about(), eventId: id, subject: `incident:${incidentId}`, incidentId, phase }
  driver.send(groupEvents, IncidentSpread, value, { key, at })
}
/** Whom something reached since the last call: the ids of the events at the customers. */
const reached = () =>
  driver.outputs(incidentCustomers).map(({ key, value }) => {
    assert.equal(key, value.subject)
    return value.eventId
  })

test('everybody in the group, under ids of their own', () => {
  member('ada', true)
  member('bob', true)
  member('bob', true)
  spread('opened')
  assert.deepEqual(reached().sort(), ['opened/ada', 'opened/bob'])
})

test('nobody where the group is empty, and nothing is remembered of it', () => {
  member('ada', true)
  member('ada', false)
  spread('opened')
  spread('resolved')
  assert.deepEqual([reached(), driver.row(groupMembers, key)], [[], undefined])
})

test('who comes later is reached by the next update; the resolution goes to those alone who were reached, wherever they are', () => {
  member('ada', true)
  spread('opened')
  member('bob', true)
  assert.deepEqual(reached(), ['opened/ada'])
  driver.restart()
  spread('updated')
  assert.deepEqual(reached().sort(), ['updated/ada', 'updated/bob'])
  member('ada', false)
  member('cleo', true)
  spread('resolved')
  assert.deepEqual(reached().sort(), ['resolved/ada', 'resolved/bob'])
})

test('the resolution is told once, and then forgotten with whom it reached', () => {
  member('ada', true)
  spread('opened')
  spread('resolved', 'r-1')
  reached()
  spread('resolved', 'r-2')
  assert.deepEqual(reached(), [])
  assert.deepEqual(driver.row(groupMembers, key), { members: ['ada'], reached: {} })
})

test('incidents do not touch each other, also not one that is called as something every object has', () => {
  member('ada', true)
  spread('opened', 'o-1', 'constructor')
  spread('opened', 'o-2', 'inc-2')
  spread('resolved', 'r-1', 'constructor')
  assert.deepEqual(reached(), ['o-1/ada', 'o-2/ada', 'r-1/ada'])
  assert.deepEqual(driver.row(groupMembers, key)?.reached, { 'inc-2': ['ada'] })
})

test('who is in the group when an incident opens is a matter of order', () => {
  driver.together(() => {
    member('ada', true, driver.now + 1)
    spread('opened', 'o-1', 'inc-1', driver.now + 2)
    member('bob', true, driver.now + 3)
  })
  driver.together(() => {
    spread('opened', 'o-2', 'inc-2', driver.now + 4)
    member('ada', false, driver.now + 5)
  })
  assert.deepEqual(reached().sort(), ['o-1/ada', 'o-2/ada', 'o-2/bob'])
})
