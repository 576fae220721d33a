/** The ground itself: what a source says arrives, what a system is sent shows, in every direction that the flows use. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { consent, view } from '../event.ts'
import { field } from '../field.ts'
import { sample } from '../ingress/braze/currents/samples.ts'
import { bodies } from '../ingress/braze/webhooks/bodies.ts'
import { operational } from '../ingress/push/events.ts'
import { cloudEvent } from '../ingress/xconnector/events.ts'
import type { ReadRecord } from '../reader.ts'
import { secret } from '../ingress/frame/signing.ts'
import { startGround } from './ground.ts'

const began = Date.now()
const ground = await startGround()
const up = Date.now() - began
after(() => ground.stop())

const of = (subject: string, schema: string) => (record: ReadRecord) =>
  record.key === subject && record.schema?.endsWith(`.${schema}`) === true

test('a customer’s event reaches Braze once, also when it is sent again; without consent there is a decision', async t => {
  t.diagnostic(`the ground was up after ${up} ms`)
  const events = [consent('ground-ann'), view('ground-1', 'ground-ann'), view('ground-2', 'ground-bob')]
  await ground.says.shop(...events)
  await ground.says.shop(...events)
  const seen = await ground.settled('braze', 1, { kind: 'events', subject: 'ground-ann' })
  assert.deepEqual(
    seen.map(({ id }) => id),
    ['ground-1'],
  )
  assert.deepEqual(await ground.settled('braze', 0, { subject: 'ground-bob' }), [])
  const [decided] = await ground.decided({ subject: 'ground-bob' })
  assert.deepEqual([decided?.eventId, decided?.reason], ['ground-2', 'consent_unknown'])
})

test('what Braze says lies in braze.events and campaign.events', async () => {
  const open = sample('users.messages.email.Open')
  await ground.says.currents({ ...open, id: 'ground-open', user: { ...open.user, external_user_id: 'ground-ann' } })
  await ground.says.brazeWebhook({ ...bodies.push_requested, user_id: 'ground-ann' })
  const [opened] = await ground.records('engagement.events', ({ key }) => key === 'ground-ann')
  assert.equal(field(opened?.value, 'eventId'), 'ground-open')
  const [asked] = await ground.records('campaign.events', of('ground-ann', 'CampaignPushRequested'))
  assert.ok(asked)
})

test('workspaces, documents and approvals of Extended ECM lie in ecm.events', async () => {
  const id = await ground.ecm.workspace('Case', 'ground-case', { Status: 'In review', Customer: 'ground-ann' })
  await ground.ecm.workspace('Customer', 'ground-ann')
  const document = await ground.ecm.document(id, 'Contract', 'contract.pdf')
  await ground.ecm.approve(document, 'Contract')
  const [made] = await ground.records('ecm.events', of('ground-ann', 'EcmWorkspaceChanged'))
  assert.equal(field(made?.value, 'workspaceType'), 'Customer')
  const [added] = await ground.records('ecm.events', of('ground-case', 'EcmDocumentAdded'))
  assert.deepEqual([field(added?.value, 'kind'), field(added?.value, 'documentId')], ['Contract', document])
  const statuses = await ground.records('ecm.events', of('ground-case', 'EcmStatusChanged'), 2)
  assert.deepEqual(statuses.map(({ value }) => [field(value, 'status'), field(value, 'to')]).sort(), [
    ['Approval', 'Approved'],
    ['Status', 'In review'],
  ])
})

test('a task of the workflow service lies in workflow.events, and its end', async () => {
  const task = await ground.workflow.task('ground-claim', { assignee: 'ground-mia', dueInMs: 60_000 })
  const [made] = await ground.records('workflow.events', of('ground-claim', 'WorkflowTaskChanged'))
  assert.deepEqual([field(made?.value, 'taskId'), field(made?.value, 'assignee')], [task, 'ground-mia'])
  await ground.workflow.complete(task, { outcome: 'approved' })
  const all = await ground.records('workflow.events', of('ground-claim', 'WorkflowTaskChanged'), 2)
  assert.deepEqual(
    all.map(({ value }) => field(value, 'change')),
    ['created', 'completed'],
  )
})

test('push and xConnector say by webhook what happened', async () => {
  await ground.says.push(operational('order.shipped', { event_id: 'ground-shipped', customer: 'ground-ann' }))
  const record = { type: 'employee', id: 'ground-mia', version: 1 }
  const data = { record, status: 'active', changes: [{ field: 'roles', after: ['noc'] }] }
  await ground.says.xconnector(cloudEvent('record.changed', data, { id: 'ground-mia-1' }))
  const [shipped] = await ground.records('push.events', ({ key }) => key === 'ground-ann')
  assert.equal(field(shipped?.value, 'eventId'), 'ground-shipped')
  const [changed] = await ground.records('xconnector.events', ({ key }) => key === 'employee:ground-mia')
  assert.equal(field(changed?.value, 'eventId'), 'ground-mia-1')
})

test('a campaign reaches who is known to Braze; a push that was got is reacted to', async () => {
  await ground.known('ground-ann')
  const { braze, urls } = ground.sandboxes
  const send = (url: string, headers: Record<string, string>, body: object) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const trigger = {
    campaign_id: 'case-document',
    recipients: [{ external_user_id: 'ground-ann' }, { external_user_id: 'ground-x' }],
  }
  await send(`${braze.url}/campaigns/trigger/send`, { authorization: `Bearer ${braze.key}` }, trigger)
  const sent = await ground.settled('braze', 1, {
    kind: 'campaign',
    where: ({ subject }) => subject?.startsWith('ground-') === true,
  })
  assert.deepEqual(
    sent.map(({ subject, ['of']: campaign }) => [subject, campaign]),
    [['ground-ann', 'case-document']],
  )

  const push = { users: ['ground-mia'], title: 'Approve?', data: { correlation_id: 'ground-po' } }
  await send(`${urls.push}/deployments/notifications/signalbox/push`, { otagAppKey: secret }, push)
  const [got] = await ground.settled('push', 1, { subject: 'ground-mia' })
  assert.ok(got)
  await ground.says.reaction(got, { type: 'action', action: 'approve', comment: 'fine' })
  const isAction = ({ value }: ReadRecord) => field(value, 'kind') === 'action'
  const [action] = await ground.records('push.events', isAction)
  const said = ['user', 'action', 'comment', 'correlationId'].map(name => field(action?.value, name))
  assert.deepEqual(said, ['ground-mia', 'approve', 'fine', 'ground-po'])
})
