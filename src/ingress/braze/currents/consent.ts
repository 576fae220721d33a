import type { EngagementEvent } from '../../../../schemas/engagement-event.generated.ts'

/** A consent that an event gives or withdraws. */
export interface Consent {
  /** email, push, sms or another channel as a whole; subscription_group:<id>. */
  readonly purpose: string
  readonly granted: boolean
}

type Subscribing = Pick<
  EngagementEvent,
  'kind' | 'action' | 'channel' | 'emailAddress' | 'subscriptionStatus' | 'subscriptionGroupId'
>

/** What the event says of consent; null where it says nothing that is understood. */
export function consentOf(event: Subscribing): Consent | null {
  if (event.kind === 'email.unsubscribed') return { purpose: 'email', granted: false }
  const { subscriptionStatus } = event
  if (subscriptionStatus === null) return null
  const purpose = purposeOf(event)
  return purpose === null ? null : { purpose, granted: subscriptionStatus !== 'unsubscribed' }
}

function purposeOf({ kind, action, channel, emailAddress, subscriptionGroupId }: Subscribing): string | null {
  if (kind === 'subscription.changed') return channel ?? (emailAddress === null ? null : 'email')
  const isOfGroup = kind === 'subscription_group.changed' || action === 'replied'
  return isOfGroup && subscriptionGroupId !== null ? `subscription_group:${subscriptionGroupId}` : null
}
