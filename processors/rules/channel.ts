import type { Going } from './going.ts'

/** In the settings, the "campaign" of a push that goes by the push gateway and not by Braze. */
export const pushGateway = 'gateway'

/** What a message counts as whose request names the campaign or Canvas: by which channel that goes, only Braze knows. */
export const ownCampaign = 'campaign'

/** The channel that the customer prefers, else the first of `order`, among those by which the message may go; undefined where there is none. */
export function channelOf(going: Going, order: readonly string[]): string | undefined {
  const { enterCampaignId, enterCanvasId } = going.message
  if (enterCampaignId !== null || enterCanvasId !== null) return ownCampaign
  const preferred = going.customer?.profile['preferred_channel']?.value
  const wanted = typeof preferred === 'string' ? [preferred, ...order] : order
  return wanted.find(
    channel =>
      isPossible(going, channel) &&
      !isOptedOut(going, channel) &&
      !isSuppressed(going, channel) &&
      !going.message.withoutChannels.includes(channel),
  )
}

/** The settings have a campaign for it; a push by the gateway needs texts as well. */
function isPossible({ rule, message }: Going, channel: string): boolean {
  const campaign = campaignOf(rule.campaigns, channel)
  return campaign !== undefined && (campaign !== pushGateway || message.push !== null)
}

/** A channel of which the customer has said nothing is open; whether they want the message at all is another question. */
const isOptedOut = ({ customer }: Going, channel: string) => customer?.consents[channel]?.granted === false

const isSuppressed = ({ suppressedUntil, at }: Going, channel: string) =>
  channel === 'push' && suppressedUntil !== null && at < suppressedUntil

/** The campaign that carries a message in a channel. */
export const campaignOf = (campaigns: Going['rule']['campaigns'], channel: string): string | undefined =>
  Object.entries(campaigns).find(([name]) => name === channel)?.[1]
