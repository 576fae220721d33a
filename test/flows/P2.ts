/** P2: a critical incident reaches those whom it touches, and its resolution those who were alerted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { event } from '../event.ts'
import { field } from '../field.ts'
import type { Ground } from './ground.ts'

const incident = (phase: string, id: string, said: object = {}, data: object = {}) => ({
  event_id: `p2-${phase}-${id}`,
  event_time: new Date().toISOString(),
  type: `incident.${phase}`,
  severity: 'critical',
  title: phase,
  data: { incident_id: `p2-${id}`, ...data },
  ...said,
})
const profile = (customer: string, attributes: object, id = 'first') =>
  event(`profile-${id}-${customer}`, 'customer.profile_changed', customer, { attributes })

export const flow = (ground: Ground): void => {
  const { says, sandboxes } = ground
  /** The campaigns that reached these customers, as `customer campaign`, in their order for each customer: each incident has customers of its own. */
  const campaigns = async (count: number, ...customers: readonly string[]) => {
    const where = ({ subject }: { subject: string | null }) => subject !== null && customers.includes(subject)
    const sent = await ground.settled('braze', count, { kind: 'campaign', where })
    return customers.flatMap(customer =>
      sent
        .filter(({ subject }) => subject === customer)
        .map(({ ['of']: campaign }) => `${customer} ${String(campaign)}`),
    )
  }
  const touched = ['p2-ann', 'p2-bob', 'p2-cleo'] as const
  /** Waits until Braze would be told to send it to so many. */
  const commanded = async (campaign: string, id: string, customers: number) => {
    const isIt = (value: unknown) =>
      field(value, 'campaignId') === campaign && String(field(value, 'eventId')).includes(`-${id}/`)
    const found = await ground.records('braze.commands', ({ value }) => isIt(value), customers)
    assert.equal(found.length, customers, campaign)
  }
  const outage = [
    incident(
      'opened',
      'outage',
      {},
      { regions: ['p2-north'], devices: ['p2-router'], customers: ['p2-ann', 'p2-cleo'] },
    ),
    incident('resolved', 'outage'),
  ] as const

  test('three of five are alerted, and hear that it is over, each once and in order, though Braze is down meanwhile', async t => {
    await ground.known(...touched, 'p2-dan', 'p2-eve')
    await says.shop(
      profile('p2-ann', { region: 'p2-north', device_model: 'p2-router' }),
      profile('p2-bob', { device_model: 'p2-router' }),
      profile('p2-dan', { region: 'p2-south' }),
    )
    await ground.records('group.events', ({ value }) => String(field(value, 'subject')).startsWith('p2-'), 4)
    t.after(() => sandboxes.braze.clearFaults())
    await sandboxes.braze.fault({ fault: 'status', status: 503, path: '/campaigns/trigger/send', times: 0 })
    await says.push(outage[0])
    await commanded('incident-alert', 'outage', 3)
    await says.push(outage[1])
    await commanded('incident-resolved', 'outage', 3)
    assert.deepEqual(await campaigns(0, ...touched), [])
    await sandboxes.braze.clearFaults()
    // A machine that is slow enough sends the second step too, between the two.
    const sent = (await campaigns(6, ...touched)).filter(said => !said.endsWith('incident-update'))
    const each = touched.flatMap(customer => [`${customer} incident-alert`, `${customer} incident-resolved`])
    assert.deepEqual(sent, each)
    assert.deepEqual(await campaigns(0, 'p2-dan', 'p2-eve'), [])
  })

  test('the same events sent again: nobody hears of it again', async () => {
    const before = await campaigns(6, ...touched)
    await says.push(...outage)
    const again = { processor: 'process', reason: 'duplicate', subject: 'incident:p2-outage' }
    assert.equal((await ground.decided(again, 2)).length, 2)
    assert.deepEqual(await campaigns(before.length, ...touched), before)
    assert.ok(before.length >= 6)
  })

  test('who has opted out of every channel gets neither; an incident that is not critical reaches nobody', async () => {
    const no = (purpose: string) =>
      event(`p2-no-${purpose}`, 'customer.consent_changed', 'p2-eve', { purpose, granted: false })
    await ground.known('p2-fay')
    await says.shop(no('email'), no('sms'))
    await ground.records('customer.events', ({ key }) => key === 'p2-eve', 2)
    await says.push(incident('opened', 'quiet', {}, { customers: ['p2-eve'] }))
    await ground.decided({ subject: 'p2-eve', reason: 'no_channel' })
    await says.push(
      incident('resolved', 'quiet'),
      incident('opened', 'small', { severity: 'high' }, { customers: ['p2-fay'] }),
    )
    const [late] = await ground.decided({ subject: 'p2-eve', reason: 'nothing_to_follow' })
    assert.equal(late?.processor, 'send-customer-messages')
    await ground.decided({ subject: 'incident:p2-small', reason: 'severity_too_low' })
    assert.deepEqual(await campaigns(0, 'p2-eve', 'p2-fay'), [])
    assert.equal(ground.decisions({ subject: 'p2-dan', processor: 'send-customer-messages' }).length, 0)
  })

  test('who moves away after the alert still hears of the second step and of the end; who moves there does not', async () => {
    const areHeard = (id: string, count: number) =>
      ground.records('group.events', ({ value }) => String(field(value, 'eventId')).startsWith(`profile-${id}-`), count)
    await ground.known('p2-gus', 'p2-hal')
    await says.shop(profile('p2-gus', { region: 'p2-west' }, 'live'), profile('p2-hal', { region: 'p2-east' }, 'live'))
    await areHeard('live', 2)
    await says.push(incident('opened', 'long', {}, { regions: ['p2-west'] }))
    assert.deepEqual((await campaigns(1, 'p2-gus'))[0], 'p2-gus incident-alert')
    await says.shop(profile('p2-gus', { region: 'p2-east' }, 'move'), profile('p2-hal', { region: 'p2-west' }, 'move'))
    await areHeard('move', 4)
    assert.deepEqual(await campaigns(2, 'p2-gus'), ['p2-gus incident-alert', 'p2-gus incident-update'])
    await says.push(incident('resolved', 'long'))
    assert.deepEqual((await campaigns(3, 'p2-gus', 'p2-hal')).slice(2), ['p2-gus incident-resolved'])
  })
}
