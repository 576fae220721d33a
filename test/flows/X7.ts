/** X7: an alert reaches the people it is for, and nobody else, until somebody takes it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloudEvent } from '../ingress/xconnector/events.ts'
import { until } from '../until.ts'
import type { Ground } from './ground.ts'

const employee = (id: string, version: number, fields: Record<string, unknown>) =>
  cloudEvent(
    'record.changed',
    {
      record: { type: 'employee', id, version },
      changes: Object.entries(fields).map(([name, after]) => ({ field: name, after })),
    },
    { id: `${id}-${version}`, time: new Date().toISOString() },
  )
const alert = (id: string, data: object) =>
  cloudEvent('alert.shipment_exception', { title: id, ...data }, { id, time: new Date().toISOString() })

/** On call for as long as the tests run. */
const onCall = () => {
  const now = Date.now()
  const time = (at: number) => new Date(at).toISOString()
  return [{ from: time(now - 3_600_000), to: time(now + 3_600_000) }]
}

export const flow = ({ says, effects, settled, decided, records }: Ground): void => {
  /** How many pushes somebody got. */
  const pushes = async (user: string, count: number) => (await settled('push', count, { subject: user })).length
  /** Waits until the directory has them. */
  const published = (id: string) => records('directory', ({ key }) => key === `person:${id}`)
  const stuck = alert('x7-stuck', { severity: 'high', roles: ['x7-nurse'], locations: ['x7-hamburg'] })

  test('exactly those of the role at the place get it', async () => {
    const nurse = { roles: ['x7-nurse'] }
    await says.xconnector(
      employee('x7-mia', 1, { ...nurse, location: 'x7-hamburg' }),
      employee('x7-bob', 1, { ...nurse, location: 'x7-hamburg' }),
      employee('x7-far', 1, { ...nurse, location: 'x7-berlin' }),
      employee('x7-sam', 1, { roles: ['x7-surgeon'], location: 'x7-hamburg' }),
    )
    for (const id of ['x7-mia', 'x7-bob', 'x7-far', 'x7-sam']) await published(id)
    await says.xconnector(stuck)
    assert.deepEqual([await pushes('x7-mia', 1), await pushes('x7-bob', 1)], [1, 1])
    assert.deepEqual([await pushes('x7-far', 0), await pushes('x7-sam', 0)], [0, 0])
  })

  test('the same alert sent again: nobody gets it again; an alert for a role that nobody has is decided on', async () => {
    await says.xconnector(stuck, alert('x7-nobody', { roles: ['x7-pilot'] }))
    await decided({ subject: 'role:x7-nurse', reason: 'duplicate' })
    const [nobody] = await decided({ subject: 'alert:x7-nobody', processor: 'alert-staff' })
    assert.equal(nobody?.reason, 'nobody_to_tell')
    assert.deepEqual([await pushes('x7-mia', 1), await pushes('x7-bob', 1)], [1, 1])
  })

  test('those on call first; each later step asks the directory of its own time', async () => {
    const driver = { roles: ['x7-driver'], manager: 'x7-old' }
    await says.xconnector(
      employee('x7-old', 1, { location: 'x7-office' }),
      employee('x7-new', 1, { location: 'x7-office' }),
      employee('x7-dan', 1, driver),
      employee('x7-eve', 1, { ...driver, on_call: onCall() }),
    )
    for (const id of ['x7-old', 'x7-new', 'x7-dan', 'x7-eve']) await published(id)
    await says.xconnector(alert('x7-critical', { severity: 'critical', roles: ['x7-driver'] }))
    assert.equal(await pushes('x7-eve', 1), 1)
    // Another manager before it is the managers' turn.
    await says.xconnector(employee('x7-dan', 2, { manager: 'x7-new' }), employee('x7-eve', 2, { manager: 'x7-new' }))
    assert.deepEqual([await pushes('x7-dan', 1), await pushes('x7-new', 1)], [1, 1])
    assert.deepEqual([await pushes('x7-eve', 1), await pushes('x7-old', 0)], [1, 0])
  })

  test('once somebody who was told takes it, no step follows', async () => {
    const porter = { roles: ['x7-porter'], manager: 'x7-max' }
    await says.xconnector(
      employee('x7-max', 1, { location: 'x7-office' }),
      employee('x7-pia', 1, { ...porter, on_call: onCall() }),
    )
    for (const id of ['x7-max', 'x7-pia']) await published(id)
    await says.xconnector(alert('x7-taken', { severity: 'critical', roles: ['x7-porter'] }))
    // The managers' turn comes four seconds after the push.
    const [got] = await until(
      () => effects('push', { subject: 'x7-pia' }),
      found => found.length > 0,
    )
    assert.ok(got)
    await says.reaction(got, { type: 'action', action: 'acknowledge' })
    await records(
      'request.events',
      ({ key, schema }) => key === 'alert:x7-taken' && schema?.endsWith('AnswerGiven') === true,
    )
    await sleep(4_000)
    assert.deepEqual([await pushes('x7-pia', 1), await pushes('x7-max', 0)], [1, 0])
  })
}
