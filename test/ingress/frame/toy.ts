import { z } from 'zod'
import { CustomerConsentChanged } from '../../../schemas/customer-consent-changed.generated.ts'
import type { Endpoint, OpenEndpoint } from '../../../src/ingress/frame/endpoint.ts'
import { arrayItems } from '../../../src/ingress/frame/items.ts'
import { unauthorized, type Problem } from '../../../src/ingress/frame/problem.ts'
import { customerEvents } from '../../../topics/customer-events.ts'

const Body = z.object({ items: z.array(z.unknown()) })
const Item = z.object({ id: z.string(), subject: z.string(), throws: z.boolean().default(false) })

const notItems: Problem = { status: 400, word: 'not-items', title: 'No items', detail: 'There are no items.' }

/** A source with the simplest of protocols: {"items": [{"id", "subject"}]}, header x-toy: yes. */
export const toy = (different: Partial<OpenEndpoint> = {}): Endpoint => ({
  source: 'toy',
  path: '/ingress/toy',
  topics: [customerEvents],
  open: () => ({
    limits: { maxBodyBytes: 100_000, maxItems: 100, rate: 1_000 },
    admit: headers => (headers['x-toy'] === 'yes' ? undefined : unauthorized('missing')),
    encodings: ['gzip', 'deflate', 'br'],
    emptyBody: 'probe',
    itemsOf: body => {
      const parsed = Body.safeParse(body.value)
      return parsed.success ? arrayItems(parsed.data.items, body, ['items']) : notItems
    },
    canonical: item => {
      const parsed = Item.safeParse(item)
      if (!parsed.success) {
        const faults = [{ pointer: '/id', detail: 'is wrong' }]
        return { ok: false, word: 'invalid_event', id: null, subject: null, faults }
      }
      const { id, subject, throws } = parsed.data
      if (throws) throw new TypeError('our own fault')
      const value = { eventId: id, subject, occurredAt: 0, source: 'toy', purpose: 'p', granted: true, extra: {} }
      const publication = { topic: customerEvents, schema: CustomerConsentChanged, key: subject, value }
      return { ok: true, publications: [{ ...publication, headers: { ce_id: id } }] }
    },
    answer: ({ accepted, rejected }) => ({ status: 200, body: { stored: accepted, kept: rejected.length } }),
    openApi: { summary: 'A toy', description: 'For tests.', security: {}, content: {}, responses: {} },
    ...different,
  }),
})

export const yes = { 'x-toy': 'yes' }
export const one = { id: 'a', subject: 'ann' }
