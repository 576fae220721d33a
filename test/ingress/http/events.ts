/** One valid CloudEvent of each type, as JSON. */

const envelope = (type: string, id: string) => ({
  specversion: '1.0',
  id,
  type,
  source: '/shop/web',
  subject: 'ann',
  time: '2026-03-01T12:00:00.250Z',
  datacontenttype: 'application/json',
})

export const signedUp = {
  ...envelope('customer.signed_up', 'e-1'),
  data: { email: 'ann@example.org', country: 'de', language: 'pt-BR', channel: 'app' },
}

export const productViewed = {
  ...envelope('customer.product_viewed', 'e-2'),
  data: { productId: 'p1', productName: 'Blauer Schuh', category: 'shoes', price: 49.5, currency: 'eur', url: '/p1' },
}

export const cartUpdated = {
  ...envelope('customer.cart_updated', 'e-3'),
  data: {
    cartId: 'c1',
    items: [
      { productId: 'p1', quantity: 2, price: 49.5 },
      { productId: 'p2', quantity: 1 },
    ],
    total: 108.5,
    currency: 'EUR',
  },
}

export const consentChanged = {
  ...envelope('customer.consent_changed', 'e-4'),
  data: { purpose: 'marketing', granted: false },
}

export const profileChanged = {
  ...envelope('customer.profile_changed', 'e-5'),
  data: { attributes: { tier: 'gold', age: 33, vip: true, nick: null } },
}

export const all = [signedUp, productViewed, cartUpdated, consentChanged, profileChanged]
