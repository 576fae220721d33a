import { brazeEvents } from '../../../../topics/braze-events.ts'
import { customerEvents } from '../../../../topics/customer-events.ts'
import type { Settings } from '../../../config.ts'
import { accepted202 } from '../../frame/answer.ts'
import { bearer } from '../../frame/bearer.ts'
import { credentialOf } from '../../frame/credential.ts'
import type { Endpoint, OpenEndpoint } from '../../frame/endpoint.ts'
import { canonical } from './canonical.ts'
import { itemsOf } from './items.ts'
import { openApi } from './open-api.ts'

/** Braze Currents, custom HTTP connector: who was sent, opened, clicked, bought, unsubscribed. */
export const brazeCurrents: Endpoint = {
  source: 'braze.currents',
  path: '/ingress/braze/currents',
  topics: [brazeEvents, customerEvents],
  open: openCurrents,
}

/** Batches have up to a hundred events, of mostly a kilobyte or two. Larger bodies get 413, on which Braze splits them. */
const limits = { maxBodyBytes: 5_000_000, maxItems: 1_000 }

function openCurrents(settings: Settings): OpenEndpoint | undefined {
  const token = credentialOf(settings.brazeCurrentsToken, settings, 'development-token')
  if (token === undefined) return undefined
  const owner = bearer([{ token }])
  return {
    limits: { ...limits, rate: settings.brazeCurrentsRate },
    admit: ({ authorization }) => {
      const admitted = owner(authorization)
      return 'status' in admitted ? admitted : undefined
    },
    encodings: ['gzip', 'deflate', 'br'],
    // The check of credentials when a connector is set up.
    emptyBody: 'probe',
    // After a second 400 Braze drops an event for good.
    keepsUnreadable: true,
    itemsOf,
    canonical,
    answer: accepted202,
    openApi,
  }
}
