import { campaignEvents } from '../../../../topics/campaign-events.ts'
import { customerEvents } from '../../../../topics/customer-events.ts'
import type { Settings } from '../../../config.ts'
import { accepted202 } from '../../frame/answer.ts'
import { credentialOf } from '../../frame/credential.ts'
import type { Answer, Endpoint, OpenEndpoint } from '../../frame/endpoint.ts'
import type { Rejected } from '../../frame/item.ts'
import { invalidEvents, problemBody, type Problem } from '../../frame/problem.ts'
import { sameAs } from '../../frame/secret.ts'
import { canonical } from './canonical.ts'
import { itemsOf } from './items.ts'
import { openApi } from './open-api.ts'
import { secretHeader } from './secret-header.ts'

/** Webhooks of Braze's campaigns and Canvases: they ask for something, or report an answer, an approval or a preference. */
export const brazeWebhooks: Endpoint = {
  source: 'braze.webhooks',
  path: '/ingress/braze/webhooks',
  topics: [campaignEvents, customerEvents],
  open: openWebhooks,
}

/** One user's body, which a template makes. */
const limits = { maxBodyBytes: 800_000, maxItems: 1 }

function openWebhooks(settings: Settings): OpenEndpoint | undefined {
  const secrets = credentialOf(settings.brazeWebhookSecrets, settings, ['development-secret'])
  if (secrets === undefined) return undefined
  const checks = secrets.map(sameAs)
  return {
    limits: { ...limits, rate: settings.brazeWebhookRate },
    admit: headers => {
      const given = headers[secretHeader]
      // Every one is asked, also after one has fitted.
      const fitting = checks.filter(matches => matches(typeof given === 'string' ? given : ''))
      return fitting.length > 0 ? undefined : unauthorized(given === undefined)
    },
    encodings: ['gzip', 'deflate', 'br'],
    emptyBody: 'refused',
    // Braze does not come again after a 400.
    keepsUnreadable: true,
    itemsOf,
    canonical,
    answer,
    openApi,
  }
}

/** 400 where the body cannot be used, so that it shows in Braze’s message activity log, to whoever made the template; it is kept all the same. */
function answer(stored: { readonly accepted: number; readonly rejected: readonly Rejected[] }): Answer {
  if (stored.rejected.length === 0) return accepted202(stored)
  const problem = invalidEvents(stored.rejected)
  return { status: problem.status, body: problemBody(problem) }
}

const unauthorized = (isMissing: boolean): Problem => ({
  status: 401,
  word: 'unauthorized',
  title: 'Not authorized',
  detail: isMissing ? `Send the header ${secretHeader}.` : `The header ${secretHeader} does not hold the right secret.`,
})
