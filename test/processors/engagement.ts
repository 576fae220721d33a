/** What Braze reports of messages to customers: as Currents sends it, and as it lies in engagement.events. */
import { EngagementEvent } from '../../schemas/engagement-event.generated.ts'
import { canonical } from '../../src/ingress/braze/currents/canonical.ts'
import type { Publication } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { engagementEvents } from '../../topics/engagement-events.ts'
import { sample, type CurrentsEvent } from '../ingress/braze/currents/samples.ts'

export interface Told {
  /** Of the event; by itself one message has one event of a kind. */
  readonly id?: string
  readonly customer?: string
  /** By its dispatch; null where Braze does not say. */
  readonly message?: string | null
  readonly machineOpen?: boolean
  readonly suspectedBot?: boolean
}

/** An event of Currents about an e-mail, or of another medium: `Send`, `Open`, `sms.Send`. */
export function currentsEvent(verb: string, at: number, told: Told = {}): CurrentsEvent {
  const { customer = 'ada', message = 'm-1', machineOpen = false, suspectedBot = false } = told
  const type = `users.messages.${verb.includes('.') ? verb : `email.${verb}`}`
  return sample(type, {
    id: told.id ?? `${verb}-${message ?? 'unnamed'}-${customer}`,
    time: Math.floor(at / 1_000),
    user: { external_user_id: customer },
    properties: {
      ...{ campaign_id: 'news', machine_open: machineOpen, is_suspected_bot_click: suspectedBot, time_ms: at },
      ...(message !== null && { dispatch_id: message }),
    },
  })
}

/** It is reported, and happened at `at`: now, where not given. */
export function report(driver: TestDriver, verb: string, told: Told & { readonly at?: number } = {}): void {
  const arrived = canonical(currentsEvent(verb, told.at ?? driver.now, told), { now: driver.now, trace: {} })
  for (const publication of arrived.ok ? arrived.publications : [])
    if (isEngagement(publication)) driver.send(engagementEvents, EngagementEvent, publication.value)
}

const isEngagement = (publication: Publication): publication is Publication & { readonly value: EngagementEvent } =>
  publication.schema === EngagementEvent
