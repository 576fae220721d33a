import { xconnectorEvents } from '../../../topics/xconnector-events.ts'
import type { Settings } from '../../config.ts'
import { accepted202 } from '../frame/answer.ts'
import { credentialOf } from '../frame/credential.ts'
import type { Endpoint, OpenEndpoint } from '../frame/endpoint.ts'
import { signedWebhook } from '../frame/signed-webhook.ts'
import { canonicalise } from './canonical.ts'
import { batch, itemsOf, lines, modeOf, noMode, structured } from './event-frame.ts'
import { openApi, schemas } from './open-api.ts'

/** Events of xConnector: CloudEvents 1.0, one, a batch, or a frame of lines. There is no public contract: this one is our proposal. */
export const xconnectorWebhook: Endpoint = {
  source: 'xconnector',
  path: '/ingress/xconnector',
  topics: [xconnectorEvents],
  open: openXconnector,
}

function openXconnector(settings: Settings): OpenEndpoint | undefined {
  const secrets = credentialOf(settings.xconnectorWebhookSecrets, settings, [developmentSecret])
  if (!secrets) return undefined
  const { admit, verify } = signedWebhook({ secrets, windowMs: settings.webhookWindowMs })
  return {
    limits: {
      maxBodyBytes: settings.webhookMaxBodyBytes,
      maxItems: settings.webhookMaxBatch,
      rate: settings.xconnectorWebhookRate,
    },
    admit: headers => admit(headers) ?? (modeOf(headers) === null ? noMode(headers) : undefined),
    verify,
    encodings: ['gzip'],
    emptyBody: 'refused',
    isText: headers => modeOf(headers) === lines,
    itemsOf: (body, headers) => {
      const mode = modeOf(headers)
      return mode === null ? noMode(headers) : itemsOf(mode, body)
    },
    canonical: canonicalise,
    answer: accepted202,
    usualHeaders: text => ({ 'content-type': usualMode(text) }),
    openApi,
    schemas,
  }
}

/** A file whose first line is an event, and which goes on after it, is a frame. */
function usualMode(text: string): string {
  if (text.trimStart().startsWith('[')) return batch
  return /^\s*\{.*\}[ \t\r]*\n\s*\S/.test(text) ? lines : structured
}

const developmentSecret = `whsec_${Buffer.from('development-xconnector-secret').toString('base64')}`
