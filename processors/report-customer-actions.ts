import { BrazeTrackEvent } from '../schemas/braze-track-event.generated.ts'
import { CustomerCartUpdated } from '../schemas/customer-cart-updated.generated.ts'
import { CustomerProductViewed } from '../schemas/customer-product-viewed.generated.ts'
import { CustomerSignedUp } from '../schemas/customer-signed-up.generated.ts'
import { processor, type EventOf } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { consentRefusals, marketingRefusal } from './rules/consent.ts'
import { customers } from './stores/customers.ts'

const name = 'report-customer-actions'
type Action = EventOf<typeof CustomerSignedUp | typeof CustomerProductViewed | typeof CustomerCartUpdated>

/** Flow H1: sign-up, product view and cart become custom events at Braze, for customers who consent to marketing. */
export const reportCustomerActions = processor({
  name,
  input: { from: customerEvents, only: [CustomerSignedUp, CustomerProductViewed, CustomerCartUpdated] },
  lookups: { customer: customers },
  keeps: [],
  outputs: [brazeCommands],
  reasons: consentRefusals,
  process(event, { customer }, { forward, drop }) {
    const refusal = marketingRefusal(customer)
    if (refusal) return drop(refusal)
    const { eventId, subject, occurredAt } = event.value
    return forward(brazeCommands, BrazeTrackEvent, {
      deliveryId: `${eventId}/${name}/braze`,
      eventId,
      subject,
      occurredAt,
      ...customEvent(event),
    })
  },
})

/** The event as Braze shall know it. What is not said is left out: Braze counts a null as a value. */
function customEvent({ type, value }: Action): Pick<BrazeTrackEvent, 'name' | 'properties'> {
  switch (type) {
    case 'signalbox.customer.CustomerSignedUp':
      return {
        name: 'signed_up',
        properties: said({ country: value.country, language: value.language, channel: value.channel }),
      }
    case 'signalbox.customer.CustomerProductViewed': {
      const { productId, productName, category, price, currency, url } = value
      return {
        name: 'product_viewed',
        properties: said({ product_id: productId, product_name: productName, category, price, currency, url }),
      }
    }
    case 'signalbox.customer.CustomerCartUpdated': {
      const { cartId, items, total, currency } = value
      const quantity = items.reduce((sum, item) => sum + item.quantity, 0)
      return {
        name: 'cart_updated',
        properties: said({
          cart_id: cartId,
          quantity,
          total,
          currency,
          product_ids: items.map(item => item.productId),
        }),
      }
    }
  }
}

const said = (properties: BrazeTrackEvent['properties']): BrazeTrackEvent['properties'] =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))
