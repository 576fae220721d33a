/** X8: a process over several systems: everybody concerned hears of each step, and a missing one is an exception. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { event } from '../event.ts'
import { field } from '../field.ts'
import { cloudEvent } from '../ingress/xconnector/events.ts'
import type { Ground } from './ground.ts'

const employee = (id: string, role: string) =>
  cloudEvent(
    'record.changed',
    { record: { type: 'employee', id, version: 1 }, changes: [{ field: 'roles', after: [role] }] },
    { id: `${id}-1`, time: new Date().toISOString() },
  )
const word = (run: string, phase: string, step: string | null = null, more: object = {}) =>
  cloudEvent(
    `process.${phase}`,
    { process: 'onboarding', step, ...more },
    { id: `${run}-${phase}-${step ?? 'all'}`, correlationid: run, time: new Date().toISOString() },
  )

export const flow = ({ says, settled, decided, decisions, records }: Ground): void => {
  /** What xConnector was told of a run, in its order. */
  const answers = async (run: string, count: number) => {
    const taken = await settled('xconnector', count, { subject: `process:${run}` })
    const told = await records('xconnector.commands', ({ key }) => key === `process:${run}`, taken.length)
    return taken.map(({ ['type']: type }, n) => `${String(type).split('.').at(-1)} ${step(told[n]?.value)}`)
  }
  const step = (command: unknown) => String(field(field(command, 'data'), 'step'))
  const pushes = async (user: string, count: number) => (await settled('push', count, { subject: user })).length
  const customer = { customer: 'x8-ann' }
  let onboarding: object[] = []

  test('each step is told to its people, the customer hears of theirs, and xConnector which step is next', async () => {
    await says.xconnector(employee('x8-hanna', 'hr'), employee('x8-ivo', 'it'), employee('x8-olga', 'operations'))
    for (const id of ['x8-hanna', 'x8-ivo', 'x8-olga']) await records('directory', ({ key }) => key === `person:${id}`)
    await says.shop(
      event('x8-consent', 'customer.consent_changed', 'x8-ann', { purpose: 'service', granted: true }),
      event('x8-prefers', 'customer.profile_changed', 'x8-ann', { attributes: { preferred_channel: 'push' } }),
    )
    await records('customer.events', ({ key }) => key === 'x8-ann', 2)
    onboarding = [
      word('x8-run', 'started', null, customer),
      word('x8-run', 'step_completed', 'it_account'),
      word('x8-run', 'step_completed', 'hr_record'),
      word('x8-run', 'step_completed', 'welcome'),
      word('x8-run', 'completed'),
    ]
    await says.xconnector(...onboarding)
    // The second step came before the first: the first is still the next.
    assert.deepEqual(await answers('x8-run', 2), ['next_step hr_record', 'next_step welcome'])
    assert.deepEqual([await pushes('x8-hanna', 2), await pushes('x8-ivo', 2), await pushes('x8-ann', 1)], [2, 2, 1])
  })

  test('the same words sent again: nobody hears of them again', async () => {
    await says.xconnector(...onboarding)
    await decided({ subject: 'process:x8-run', reason: 'duplicate' }, 5)
    assert.equal((await answers('x8-run', 2)).length, 2)
    assert.deepEqual([await pushes('x8-hanna', 2), await pushes('x8-ivo', 2), await pushes('x8-ann', 1)], [2, 2, 1])
  })

  test('a step that does not come in time is an exception, told once to those who see to it', async () => {
    await says.xconnector(word('x8-silent', 'started'))
    assert.deepEqual(await answers('x8-silent', 2), ['next_step hr_record', 'step_missing hr_record'])
    assert.equal(await pushes('x8-olga', 1), 1)
    const [missing] = decisions({ subject: 'process:x8-silent' })
    assert.deepEqual([missing?.reason, missing?.eventId], ['step_missing', 'x8-silent-started-all'])
  })

  test('a customer without consent, and a process that nobody set up: decisions, and no word', async () => {
    await says.xconnector(
      word('x8-bob', 'step_completed', 'welcome', { customer: 'x8-bob' }),
      word('x8-bob', 'cancelled'),
      word('x8-odd', 'started', null, { process: 'unheard of' }),
    )
    const [refused] = await decided({ subject: 'x8-bob', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    const [odd] = await decided({ subject: 'process:x8-odd' })
    assert.equal(odd?.reason, 'no_such_process')
    assert.deepEqual([await pushes('x8-bob', 0), await answers('x8-odd', 0)], [0, []])
  })
}
