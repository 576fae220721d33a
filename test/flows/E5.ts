/** E5: a campaign is entered with an approved document only; who asked before waits for the approval. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consent } from '../event.ts'
import { field } from '../field.ts'
import { common } from '../ingress/braze/webhooks/bodies.ts'
import type { Ground } from './ground.ts'

/** A campaign asks whether the customer may enter. */
const asks = (id: string, customer: string, more: object = {}) => ({
  ...{ ...common, action: 'eligibility_requested', id, user_id: customer, occurred_at: new Date().toISOString() },
  ...{ enter_campaign_id: 'requested-campaign', enter_canvas_id: '', document_kind: 'contract', workspace_id: '' },
  ...{ expires_at: '', properties: { tariff: 'gold' } },
  ...more,
})

export const flow = ({ says, ecm, known, settled, decided, records }: Ground): void => {
  const entered = async (customer: string, count: number, kind = 'campaign') =>
    (await settled('braze', count, { kind, subject: customer })).map(({ ['of']: entry }) => entry)
  const contractOf = async (customer: string) =>
    ecm.document(await ecm.workspace('Customer', customer), 'Contract', `${customer}.pdf`)
  const questions = ['e5-ann', 'e5-bob'].map(customer => asks(`${customer}-asks`, customer))
  let contract = 0

  test('nobody enters before the approval; then whose document is approved enters once, and nobody else', async () => {
    await known('e5-ann', 'e5-bob', 'e5-cleo')
    await says.shop(consent('e5-ann'), consent('e5-bob'))
    for (const question of questions) await says.brazeWebhook(question)
    const refused = { processor: 'admit-to-campaigns', reason: 'document_not_approved' }
    for (const subject of ['e5-ann', 'e5-bob']) assert.equal((await decided({ ...refused, subject })).length, 1)
    assert.deepEqual(await entered('e5-ann', 0), [])

    contract = await contractOf('e5-ann')
    await contractOf('e5-bob')
    await ecm.approve(contract, 'Contract')
    assert.deepEqual(await entered('e5-ann', 1), ['requested-campaign'])
    const [command] = await records('braze.commands', ({ key }) => key === 'e5-ann')
    const told = (name: string) => field(field(command?.value, 'properties'), name)
    assert.deepEqual([told('tariff'), told('document_kind')], ['gold', 'Contract'])
    assert.deepEqual(await entered('e5-bob', 0), [])
  })

  test('the same questions again, and the same document approved anew: nobody enters again', async () => {
    for (const question of questions) await says.brazeWebhook(question)
    await decided({ subject: 'e5-bob', reason: 'duplicate' })
    await ecm.approve(contract, 'Contract', 'In review')
    const isReview = (status: unknown) => field(status, 'nodeId') === contract && field(status, 'to') === 'In review'
    await records('customer.content', ({ value }) => isReview(value))
    await ecm.approve(contract, 'Contract')
    const [again] = await decided({ subject: 'e5-ann', processor: 'send-customer-messages' })
    assert.equal(again?.reason, 'already_sent')
    assert.deepEqual([await entered('e5-ann', 1), await entered('e5-bob', 0)], [['requested-campaign'], []])
  })

  test('approved before the question: a Canvas is entered at once; without consent there is a decision', async () => {
    await says.brazeWebhook(
      asks('e5-ann-canvas', 'e5-ann', { enter_campaign_id: '', enter_canvas_id: 'requested-canvas' }),
    )
    assert.deepEqual(await entered('e5-ann', 1, 'canvas'), ['requested-canvas'])
    await ecm.approve(await contractOf('e5-cleo'), 'Contract')
    await says.brazeWebhook(asks('e5-cleo-asks', 'e5-cleo'))
    const [refused] = await decided({ subject: 'e5-cleo', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    assert.deepEqual(await entered('e5-cleo', 0), [])
  })

  test('a question that expires leaves a decision, and an approval after it admits nobody', async () => {
    await known('e5-dan')
    await says.shop(consent('e5-dan'))
    await says.brazeWebhook(asks('e5-dan-asks', 'e5-dan', { ttl_seconds: '1' }))
    assert.equal((await decided({ subject: 'e5-dan', reason: 'expired' })).length, 1)
    const late = await contractOf('e5-dan')
    await ecm.approve(late, 'Contract')
    await records('customer.content', ({ value }) => field(value, 'nodeId') === late && field(value, 'to') !== null)
    assert.deepEqual(await entered('e5-dan', 0), [])
  })
}
