/** What a kind of event of Braze's is in our words. */
export interface Kind {
  /** Channel or object, a dot, what happened; other where the type is not known. */
  readonly kind: string
  readonly category: string
  readonly action: string
  readonly channel: string | null
}

/** users.messages.<medium>.<verb>: the medium's channel and the verbs that are documented for it. */
const media: Readonly<Record<string, { readonly channel: string; readonly verbs: string }>> = {
  banner: { channel: 'banner', verbs: 'Abort Click Dismiss Impression' },
  contentcard: { channel: 'content_card', verbs: 'Abort Click Dismiss Impression Send' },
  email: {
    channel: 'email',
    verbs: 'Abort Bounce Click Deferral Delivery MarkAsSpam Open Retry Send SoftBounce Unsubscribe',
  },
  featureflag: { channel: 'feature_flag', verbs: 'Impression' },
  inappmessage: { channel: 'in_app_message', verbs: 'Abort Click Impression' },
  landingpage: { channel: 'landing_page', verbs: 'Click FormSubmission Impression' },
  line: { channel: 'line', verbs: 'Abort Click InboundReceive Retry Send' },
  liveactivity: { channel: 'live_activity', verbs: 'Outcome Send' },
  newsfeedcard: { channel: 'news_feed', verbs: 'Abort Click Impression' },
  pushnotification: { channel: 'push', verbs: 'Abort Bounce InfluencedOpen IosForeground Open Retry Send' },
  rcs: { channel: 'rcs', verbs: 'Abort Click Delivery InboundReceive Read Rejection Send' },
  sms: {
    channel: 'sms',
    verbs: 'Abort CarrierSend Delivery DeliveryFailure InboundReceive Rejection Retry Send ShortLinkClick',
  },
  survey: { channel: 'survey', verbs: 'Response' },
  webhook: { channel: 'webhook', verbs: 'Abort Failure Retry Send' },
  whatsapp: { channel: 'whatsapp', verbs: 'Abort Click Delivery Failure InboundReceive Read Retry Send' },
}

const actions: Readonly<Record<string, string>> = {
  Abort: 'aborted',
  Bounce: 'bounced',
  CarrierSend: 'passed_to_carrier',
  Click: 'clicked',
  Deferral: 'deferred',
  Delivery: 'delivered',
  DeliveryFailure: 'failed',
  Dismiss: 'dismissed',
  Failure: 'failed',
  FormSubmission: 'submitted',
  Impression: 'viewed',
  InboundReceive: 'replied',
  InfluencedOpen: 'influenced_open',
  IosForeground: 'received_in_foreground',
  MarkAsSpam: 'marked_as_spam',
  Open: 'opened',
  Outcome: 'reported',
  Read: 'opened',
  Rejection: 'rejected',
  Response: 'answered',
  Retry: 'retried',
  Send: 'sent',
  ShortLinkClick: 'clicked',
  SoftBounce: 'soft_bounced',
  Unsubscribe: 'unsubscribed',
}

/** Everything that is no message: object and action, by category. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  behavior: {
    'users.behaviors.CustomEvent': 'custom_event.performed',
    'users.behaviors.InstallAttribution': 'install.attributed',
    'users.behaviors.Location': 'location.recorded',
    'users.behaviors.Purchase': 'purchase.made',
    'users.behaviors.Uninstall': 'app.uninstalled',
    'users.behaviors.UpgradedApp': 'app.upgraded',
    'users.behaviors.app.FirstSession': 'session.first_started',
    'users.behaviors.app.NewsFeedImpression': 'news_feed.viewed',
    'users.behaviors.app.SessionEnd': 'session.ended',
    'users.behaviors.app.SessionStart': 'session.started',
    'users.behaviors.liveactivity.PushToStartTokenChange': 'live_activity_token.changed',
    'users.behaviors.liveactivity.UpdateTokenChange': 'live_activity_token.changed',
    'users.behaviors.pushnotification.TokenStateChange': 'push_token.changed',
  },
  subscription: {
    'users.behaviors.subscription.GlobalStateChange': 'subscription.changed',
    'users.behaviors.subscriptiongroup.StateChange': 'subscription_group.changed',
  },
  journey: {
    'users.campaigns.Abort': 'campaign.aborted',
    'users.campaigns.Conversion': 'campaign.converted',
    'users.campaigns.EnrollInControl': 'campaign.enrolled_in_control',
    'users.campaigns.UniqueReceipt': 'campaign.received',
    'users.canvas.Abort': 'canvas.aborted',
    'users.canvas.Conversion': 'canvas.converted',
    'users.canvas.Entry': 'canvas.entered',
    'users.canvas.costep.Conversion': 'content_optimizer.converted',
    'users.canvas.costep.Send': 'content_optimizer.sent',
    'users.canvas.exit.MatchedAudience': 'canvas.exited',
    'users.canvas.exit.PerformedEvent': 'canvas.exited',
    'users.canvas.experimentstep.Conversion': 'experiment.converted',
    'users.canvas.experimentstep.SplitEntry': 'experiment.entered',
    'users.canvas.sendtodestination.NotSent': 'destination.not_sent',
    'users.canvas.sendtodestination.Sent': 'destination.sent',
    'users.canvasstep.Progression': 'canvas_step.progressed',
    'contentoptimizer.ComponentStore': 'content_optimizer.component_stored',
  },
  user: {
    'users.RandomBucketNumberUpdate': 'user.bucket_changed',
    'users.UserDeleteRequest': 'user.deletion_requested',
    'users.UserOrphan': 'user.orphaned',
    'users.profile.Update': 'user.profile_updated',
  },
  agent: {
    'agentconsole.AgentExecuted': 'agent.executed',
    'agentconsole.ToolInvocation': 'agent.tool_called',
  },
}

const unknown: Kind = { kind: 'other', category: 'other', action: 'other', channel: null }

const known: ReadonlyMap<string, Kind> = new Map([...messageKinds(), ...otherKinds()])

/** Every kind of event that is documented, by Braze's name. */
export const documentedTypes: readonly string[] = [...known.keys()]

/** A kind that is not documented is other; of a new event in a known channel the channel is known all the same. */
export function kindOf(type: string): Kind {
  const found = known.get(type)
  if (found) return found
  const medium = /^users\.messages\.([a-z_]+)\./.exec(type)?.[1]
  if (medium === undefined) return unknown
  return {
    ...unknown,
    category: 'message',
    channel: Object.hasOwn(media, medium) ? (media[medium]?.channel ?? null) : null,
  }
}

function messageKinds(): [string, Kind][] {
  return Object.entries(media).flatMap(([medium, { channel, verbs }]) =>
    verbs.split(' ').map((verb): [string, Kind] => {
      const action = actions[verb] ?? 'other'
      return [
        `users.messages.${medium}.${verb}`,
        { kind: `${channel}.${action}`, category: 'message', action, channel },
      ]
    }),
  )
}

function otherKinds(): [string, Kind][] {
  return Object.entries(others).flatMap(([category, kinds]) =>
    Object.entries(kinds).map(([type, kind]): [string, Kind] => {
      return [type, { kind, category, action: kind.slice(kind.indexOf('.') + 1), channel: null }]
    }),
  )
}
