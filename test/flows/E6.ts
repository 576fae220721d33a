/** E6: who does not answer while a case is open is escalated, once per case and period: a task in the case, and a follow-up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { event } from '../event.ts'
import type { CurrentsEvent } from '../ingress/braze/currents/samples.ts'
import { currentsEvent } from '../processors/engagement.ts'
import type { Ground } from './ground.ts'
import type { Effect } from './watching.ts'

export const flow = (ground: Ground): void => {
  /** Three e-mails, as Currents reports them. */
  const mails = (customer: string, first: number, verb = 'Send'): CurrentsEvent[] =>
    [0, 1, 2].map(n => currentsEvent(verb, Date.now(), { customer, message: `e6-${first + n}`, machineOpen: true }))
  /** A case of the customer, known to the pipeline. */
  const caseOf = async (customer: string) => {
    const id = await ground.ecm.workspace('Case', `${customer}-case`, { Customer: customer })
    await ground.records('customer.content', ({ key }) => key === customer)
    return id
  }
  const tasks = (count: number, customer: string) => {
    const isTheirs = ({ name }: Effect) => String(name).startsWith(`Low engagement, Case ${customer}-case `)
    return ground.settled('ecm', count, { kind: 'task-created', where: isTheirs })
  }
  const followUps = async (count: number, customer: string) =>
    (await ground.settled('braze', count, { kind: 'campaign', subject: customer })).map(
      ({ ['of']: campaign }) => campaign,
    )

  let annsCase = 0
  let annsMails: CurrentsEvent[] = []

  test('three e-mails that nobody answers: one task in the case, and one follow-up', async () => {
    await ground.known('e6-ann', 'e6-bob', 'e6-cleo')
    await ground.says.shop(
      event('e6-consent', 'customer.consent_changed', 'e6-ann', { purpose: 'service', granted: true }),
    )
    annsCase = await caseOf('e6-ann')
    annsMails = mails('e6-ann', 1)
    await ground.says.currents(...annsMails)
    assert.deepEqual(await followUps(1, 'e6-ann'), ['case-follow-up'])
    const [task, ...more] = await tasks(1, 'e6-ann')
    const list = (await ground.ecm.node(annsCase)).children.find(({ name }) => name === 'Tasks')
    assert.deepEqual([task?.['parent'], more], [list?.id, []])
  })

  test('the same reports again: nothing', async () => {
    await ground.says.currents(...annsMails)
    assert.equal((await ground.decided({ subject: 'e6-ann', reason: 'duplicate' }, 3)).length, 3)
    assert.equal((await followUps(1, 'e6-ann')).length, 1)
    assert.equal((await tasks(1, 'e6-ann')).length, 1)
  })

  test('without consent there is a task alone; without a case there is nothing', async () => {
    await caseOf('e6-bob')
    await ground.says.currents(...mails('e6-bob', 1), ...mails('e6-cleo', 1))
    const [refused] = await ground.decided({ subject: 'e6-bob', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    const [nothing] = await ground.decided({ subject: 'e6-cleo', processor: 'escalate-low-engagement' })
    assert.equal(nothing?.reason, 'no_open_case')
    assert.deepEqual(await followUps(0, 'e6-bob'), [])
    assert.deepEqual(await followUps(0, 'e6-cleo'), [])
    assert.equal((await tasks(1, 'e6-bob')).length, 1)
  })

  test('three more, opened by her mail program alone: the case was escalated already', async () => {
    await ground.says.currents(...mails('e6-ann', 4), ...mails('e6-ann', 4, 'Open'))
    const decisions = await ground.decided({ subject: 'e6-ann', processor: 'escalate-low-engagement' })
    assert.ok(decisions.length > 0 && decisions.every(({ reason }) => reason === 'already_escalated'))
    assert.equal((await followUps(1, 'e6-ann')).length, 1)
    assert.equal((await tasks(1, 'e6-ann')).length, 1)
  })
}
