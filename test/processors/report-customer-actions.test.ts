import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BrazeTrackEvent } from '../../schemas/braze-track-event.generated.ts'
import { CustomerCartUpdated } from '../../schemas/customer-cart-updated.generated.ts'
import { CustomerProductViewed } from '../../schemas/customer-product-viewed.generated.ts'
import { CustomerSignedUp } from '../../schemas/customer-signed-up.generated.ts'
import { reportCustomerActions } from '../../processors/report-customer-actions.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { customer, decide, eventOf } from './decide.ts'

const signedUp = eventOf(CustomerSignedUp, { email: 'ada@example.org', country: 'DE', language: 'de', channel: 'web' })
const productViewed = eventOf(CustomerProductViewed, {
  productId: 'p-1',
  productName: 'Lamp',
  category: 'light',
  price: 49.5,
  currency: 'EUR',
  url: '/p-1',
})
const items = [
  { productId: 'p-1', quantity: 2, price: 10 },
  { productId: 'p-2', quantity: 3, price: null },
]
const cartUpdated = eventOf(CustomerCartUpdated, { cartId: 'c-1', items, total: 20, currency: 'EUR' })

describe('without consent to marketing nothing is sent, and the reason says which kind of no it is', () => {
  const research = { consents: { research: { granted: true, changedAt: 1 } }, profile: {} }
  for (const event of [signedUp, productViewed, cartUpdated])
    for (const [who, row, reason] of [
      ['somebody nobody knows', undefined, 'consent_unknown'],
      ['somebody who was asked about something else', research, 'consent_unknown'],
      ['somebody who withdrew', customer(false), 'consent_withdrawn'],
    ] as const)
      test(`${event.type}: ${who}`, () => {
        assert.deepEqual(decide(reportCustomerActions, event, row), [{ kind: 'drop', reason }])
        assert.ok(reportCustomerActions.reasons.includes(reason))
      })
})

describe('with consent: one custom event', () => {
  for (const [event, name, properties] of [
    [signedUp, 'signed_up', { country: 'DE', language: 'de', channel: 'web' }],
    [
      productViewed,
      'product_viewed',
      { product_id: 'p-1', product_name: 'Lamp', category: 'light', price: 49.5, currency: 'EUR', url: '/p-1' },
    ],
    [
      cartUpdated,
      'cart_updated',
      { cart_id: 'c-1', quantity: 5, total: 20, currency: 'EUR', product_ids: ['p-1', 'p-2'] },
    ],
  ] as const)
    test(name, () => {
      const deliveryId = 'e-1/report-customer-actions/braze'
      const value = { deliveryId, eventId: 'e-1', subject: 'ada', occurredAt: 1_000, name, properties }
      assert.deepEqual(decide(reportCustomerActions, event, customer(true)), [
        { kind: 'forward', to: brazeCommands, schema: BrazeTrackEvent, value },
      ])
    })
})

test('what is not said is left out, for Braze counts null as a value; zero and empty are said', () => {
  const none = { productName: null, category: null, currency: null, url: '' }
  const [viewed] = decide(
    reportCustomerActions,
    eventOf(CustomerProductViewed, { productId: 'p-1', price: 0, ...none }),
    customer(true),
  )
  const [emptied] = decide(
    reportCustomerActions,
    eventOf(CustomerCartUpdated, { cartId: 'c-1', items: [], total: null, currency: null }),
    customer(true),
  )
  assert.deepEqual(propertiesOf(viewed), { product_id: 'p-1', price: 0, url: '' })
  assert.deepEqual(propertiesOf(emptied), { cart_id: 'c-1', quantity: 0, product_ids: [] })
})

test('the address of a customer is no property of an event', () => {
  assert.doesNotMatch(JSON.stringify(decide(reportCustomerActions, signedUp, customer(true))), /ada@example/)
})

test('the delivery id is the same for the same event, however often and whenever it is decided on', () => {
  const first = decide(reportCustomerActions, signedUp, customer(true))
  assert.deepEqual(decide(reportCustomerActions, structuredClone(signedUp), customer(true)), first)
  const [other] = decide(reportCustomerActions, eventOf(CustomerSignedUp, { eventId: 'e-2' }), customer(true))
  assert.match(JSON.stringify(other), /"deliveryId":"e-2\/report-customer-actions\/braze"/)
})

function propertiesOf(verdict: ReturnType<typeof decide>[number] | undefined): unknown {
  assert.ok(verdict?.kind === 'forward')
  const { value } = verdict
  return typeof value === 'object' && value !== null && 'properties' in value ? value.properties : undefined
}
