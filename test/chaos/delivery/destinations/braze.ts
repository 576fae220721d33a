import { BrazeSetAttributes } from '../../../../schemas/braze-set-attributes.generated.ts'
import { BrazeTrackEvent } from '../../../../schemas/braze-track-event.generated.ts'
import { BrazeTrackPurchase } from '../../../../schemas/braze-track-purchase.generated.ts'
import { BrazeTriggerCampaign } from '../../../../schemas/braze-trigger-campaign.generated.ts'
import { braze } from '../../../../src/egress/braze/sink.ts'
import type { Destination, DestinationOptions } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, nameOf, plannedIn, subjectName, type Planned } from '../plan.ts'

const key = 'braze-key-0451'
/** A user's campaigns differ: what was received of one says nothing of the next. */
const campaigns = 200

/** Of ten commands six are events, two purchases and attributes, and two trigger a campaign. */
const kinds = ['event', 'event', 'campaign', 'event', 'purchase', 'event', 'attributes', 'event', 'campaign', 'event']
const kindOf = (n: number): string => kinds[n % kinds.length] ?? ''

export function brazeDestination({ plan, beginMs }: DestinationOptions): Destination {
  const subjects = [...new Set(plan.map(({ subject }) => subject))]
  const epoch = { headerDialect: 'epoch' }
  const delta = { headerDialect: 'delta' }
  return {
    name: 'braze',
    sink: braze,
    way: 'lookup',
    mostPerCall: 75,
    concurrency: 4,
    sandbox: {
      key,
      settings: {
        ...{ visibilityDelayMs: 200, ...epoch },
        campaigns: Array.from({ length: campaigns }, (_, at) => ({ id: `campaign-${at}` })),
        users: subjects.map(subject => ({ external_id: subjectName(subject) })),
      },
    },
    env: url => ({ SIGNALBOX_BRAZE_URL: url, SIGNALBOX_BRAZE_KEY: key }),
    command: (planned, n) => commandOf(planned, kindOf(n), beginMs),
    expected: (_, n) => {
      const kind = kindOf(n)
      // What users are told and what is tracked of them show at different times.
      return { kind: kind === 'attributes' ? 'state' : 'once', slot: kind === 'campaign' ? 'sent' : 'tracked' }
    },
    applied: ({ kind, id }) =>
      ['events', 'purchases', 'attributes', 'campaign'].includes(kind) ? plannedIn(id) : undefined,
    longestCallMs: callTimeoutMs,
    faults: [
      { name: '202: queued', fault: { fault: 'queued202' } },
      { name: '429, seconds left', fault: { fault: 'rateLimited', seconds: 1 }, settings: delta },
      { name: '429, seconds since 1970', fault: { fault: 'rateLimited', seconds: 1 }, settings: epoch },
    ],
  }
}

function commandOf(planned: Planned, kind: string, beginMs: number) {
  const envelope = envelopeOf(planned, 'braze', beginMs)
  const name = nameOf(planned)
  if (kind === 'event') return { schema: BrazeTrackEvent, value: { ...envelope, name: 'happened', properties: {} } }
  if (kind === 'purchase') {
    const what = { productId: 'hat', currency: 'EUR', price: 9.5, quantity: 1, properties: {} }
    return { schema: BrazeTrackPurchase, value: { ...envelope, ...what } }
  }
  if (kind === 'attributes')
    return { schema: BrazeSetAttributes, value: { ...envelope, attributes: { delivery_id: name } } }
  const campaignId = `campaign-${planned.number % campaigns}`
  const message = { campaignId, sendId: null, properties: { delivery_id: name }, attributes: {} }
  return { schema: BrazeTriggerCampaign, value: { ...envelope, ...message } }
}
