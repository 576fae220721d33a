import { pushEvents } from '../../../topics/push-events.ts'
import type { Settings } from '../../config.ts'
import { accepted202 } from '../frame/answer.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import { credentialOf } from '../frame/credential.ts'
import type { Endpoint, OpenEndpoint } from '../frame/endpoint.ts'
import { isJson } from '../frame/media-type.ts'
import { notJson } from '../frame/problem.ts'
import { signedWebhook } from '../frame/signed-webhook.ts'
import { canonicalise } from './canonical.ts'
import { isPushItem, itemsOf } from './items.ts'
import { openApi, schemas } from './open-api.ts'

/** Events of operations and feedback on pushes from the push gateway. There is no public contract: this one is our proposal. */
export const pushWebhook: Endpoint = {
  source: 'push',
  path: '/ingress/push',
  topics: [pushEvents],
  open: openPush,
}

function openPush(settings: Settings): OpenEndpoint | undefined {
  const secrets = credentialOf(settings.pushWebhookSecrets, settings, [developmentSecret])
  if (!secrets) return undefined
  const { admit, verify } = signedWebhook({ secrets, windowMs: settings.webhookWindowMs })
  return {
    limits: {
      maxBodyBytes: settings.webhookMaxBodyBytes,
      maxItems: settings.webhookMaxBatch,
      rate: settings.pushWebhookRate,
    },
    admit: headers => {
      const type = headers['content-type'] ?? ''
      return admit(headers) ?? (isJson(type) ? undefined : notJson(type))
    },
    verify,
    encodings: ['gzip'],
    emptyBody: 'refused',
    itemsOf,
    canonical,
    answer: accepted202,
    openApi,
    schemas,
  }
}

function canonical(item: unknown, arrival: Arrival): Canonical {
  if (!isPushItem(item)) throw new TypeError('the item is none of itemsOf')
  return canonicalise(item, arrival)
}

const developmentSecret = `whsec_${Buffer.from('development-push-secret').toString('base64')}`
