/** An event as the HTTP ingress takes it: CloudEvents 1.0, one JSON object. */
export const event = (id: string, type: string, subject: string, data: object) => ({
  specversion: '1.0',
  id,
  source: '/shop',
  type,
  subject,
  data,
})

/** The customer says yes to marketing. */
export const consent = (subject: string) =>
  event(`consent-${subject}`, 'customer.consent_changed', subject, { purpose: 'marketing', granted: true })

/** The customer looks at a product. */
export const view = (id: string, subject: string, productId = 'p') =>
  event(id, 'customer.product_viewed', subject, { productId })

/** The media type of a list of events. */
export const batchType = 'application/cloudevents-batch+json'
