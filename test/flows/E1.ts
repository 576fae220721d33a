/** E1: the stages of an onboarding are an attribute at Braze, and a campaign each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { AuditEntry } from '../../schemas/audit-entry.generated.ts'
import { PollOrder } from '../../schemas/poll-order.generated.ts'
import { readSettings } from '../../src/config.ts'
import { orderPoll } from '../../src/ops/poll-order.ts'
import { withTopics } from '../../src/ops/verb-context.ts'
import { topology } from '../../src/topology.ts'
import { ecmPoll } from '../../topics/ecm-events.ts'
import { event } from '../event.ts'
import { stack } from '../pipeline.ts'
import type { Ground } from './ground.ts'

const Objects = z.object({
  objects: z.array(z.object({ external_id: z.string().nullable(), object: z.looseObject({}) })),
})

export const flow = ({ says, ecm, known, settled, decided, records, sandboxes, pipeline }: Ground): void => {
  const campaigns = async (customer: string, count: number) =>
    (await settled('braze', count, { kind: 'campaign', subject: customer })).map(({ ['of']: campaign }) => campaign)
  /** The stages that Braze was told of a customer, in their order. */
  const stages = async (customer: string) =>
    Objects.parse(await sandboxes.control('braze', 'GET', '/objects?kind=attributes&limit=10000'))
      .objects.filter(({ external_id, object }) => external_id === customer && 'onboarding_stage' in object)
      .map(({ object }) => object['onboarding_stage'])
  const mayBeTold = async (customer: string) => {
    const data = { purpose: 'onboarding', granted: true }
    await known(customer)
    await says.shop(event(`e1-consent-${customer}`, 'customer.consent_changed', customer, data))
    await records('customer.events', ({ key }) => key === customer)
  }
  /** What Extended ECM holds is read again from the beginning, as an operator orders it. */
  const readAgain = async () => {
    const { brokers, registry } = stack()
    const settings = readSettings({
      ...{ SIGNALBOX_KAFKA_BROKERS: brokers, SIGNALBOX_REGISTRY_URL: registry },
      SIGNALBOX_TOPIC_PREFIX: pipeline.prefix,
    })
    const terminal = { say: () => undefined, confirm: () => Promise.resolve(false) }
    const verb = { topology, settings, terminal, reads: [ecmPoll, topology.audit], writes: [PollOrder, AuditEntry] }
    await withTopics(verb, context => orderPoll(context, 'ecm', { what: 'readFrom', from: 0 }))
  }
  let onboarding = 0

  test('the beginning and each milestone set the stage, and have their campaign', async () => {
    await mayBeTold('e1-ann')
    onboarding = await ecm.workspace('Onboarding', 'e1-ann')
    assert.deepEqual(await campaigns('e1-ann', 1), ['onboarding-welcome'])
    await ecm.category(onboarding, 'Onboarding', { Contract: 'Approved', KYC: 'Completed' })
    assert.deepEqual(await campaigns('e1-ann', 3), ['onboarding-welcome', 'onboarding-contract', 'onboarding-kyc'])
    // Attributes that are set at once go as one: the last stage counts.
    assert.deepEqual([(await stages('e1-ann'))[0], (await stages('e1-ann')).at(-1)], ['welcome', 'kyc'])
  })

  test('written and read again, nothing goes again; a word that is no milestone is decided', async () => {
    const before = await stages('e1-ann')
    await ecm.category(onboarding, 'Onboarding', { Contract: 'Approved', KYC: 'Completed' })
    await readAgain()
    await ecm.category(onboarding, 'Onboarding', { Activation: 'Pending' })
    const [pending] = await decided({ subject: 'e1-ann', processor: 'follow-onboarding' })
    assert.equal(pending?.reason, 'no_stage')
    assert.equal((await campaigns('e1-ann', 3)).length, 3)
    assert.deepEqual(await stages('e1-ann'), before)
  })

  test('who has not said yes gets nothing, and their stage is known', async () => {
    await known('e1-bob')
    await ecm.workspace('Onboarding', 'e1-bob')
    const [refused] = await decided({ subject: 'e1-bob', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    assert.deepEqual(await campaigns('e1-bob', 0), [])
    assert.deepEqual(await stages('e1-bob'), ['welcome'])
  })

  test('a milestone that is behind the last one sets the stage, and has no campaign', async () => {
    await mayBeTold('e1-cleo')
    const cleo = await ecm.workspace('Onboarding', 'e1-cleo')
    await campaigns('e1-cleo', 1)
    await ecm.category(cleo, 'Onboarding', { KYC: 'Completed' })
    await campaigns('e1-cleo', 2)
    await ecm.category(cleo, 'Onboarding', { Contract: 'Approved' })
    const [back] = await decided({ subject: 'e1-cleo', processor: 'follow-onboarding' })
    assert.equal(back?.reason, 'stage_went_back')
    assert.deepEqual(await campaigns('e1-cleo', 2), ['onboarding-welcome', 'onboarding-kyc'])
    assert.deepEqual(await stages('e1-cleo'), ['welcome', 'kyc', 'contract'])
  })
}
