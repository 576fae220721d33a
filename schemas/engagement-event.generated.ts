// Written by schemas/generate.ts from engagement-event.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something a person did, or a message to a person underwent, as the engagement platform reports it: sent, delivered, opened, clicked, bounced, unsubscribed, converted, bought. One record for every kind; what does not apply to a kind is null. */
export interface EngagementEvent {
  /** The source's own id of this event; the same id again is the same event. Lies once in engagement.events. */
  eventId: string
  /** Whom it is about, and the record's key: the customer's id where the platform knows it, else braze: and the platform's own user id, else braze: and the event's id. Events of one subject keep the order in which they arrived. */
  subject: string
  /** When it happened, in milliseconds since 1970, UTC. Braze says it in whole seconds, so several events may share a time; a time more than a day ahead counts as the time of arrival. */
  occurredAt: number
  /** Who says so: a URI reference, such as /braze/currents. */
  source: string
  /** The platform's own name of the kind, such as users.messages.email.Open. */
  type: string
  /** Our name of the kind, such as email.opened, purchase.made or canvas.entered: channel or object, a dot, what happened. other where type is not known. */
  kind: string
  /** message: something about one message to the person. behavior: what the person or the app did. journey: campaigns, canvases and their experiments. subscription: consent to be messaged. user: the profile itself. agent: what an AI agent did. other: not known. More may come. */
  category: string
  /** What happened, the same word in every channel: sent, delivered, opened, viewed, clicked, dismissed, replied, answered, submitted, bounced, soft_bounced, deferred, failed, rejected, aborted, retried, unsubscribed, marked_as_spam, converted, entered, exited and others. other where it is not known. More may come. */
  action: string
  /** The message's channel: email, push, in_app_message, content_card, banner, sms, whatsapp, rcs, line, webhook, live_activity, feature_flag, landing_page, survey, news_feed; of conversions and subscriptions the channel they are about. Null where there is none. */
  channel: null | string
  /** The customer's id, as every system knows it (Braze's external_id). Null for people who have not said who they are, and where the platform hides it. */
  externalUserId: null | string
  /** Braze's own id of the user. */
  brazeUserId: null | string
  /** The person's time zone at that time, as in Europe/Berlin. */
  timezone: null | string
  /** The Braze workspace (app_group_id). */
  workspaceId: null | string
  /** The app or site in which it happened. */
  appId: null | string
  /** The device. */
  deviceId: null | string
  /** ios, android, web and so on. */
  platform: null | string
  /** Version of the device's operating system. */
  osVersion: null | string
  /** The device's model. */
  deviceModel: null | string
  /** The browser or mail program, in its own words. */
  userAgent: null | string
  /** The address that was written to, or that changed. Personal data. */
  emailAddress: null | string
  /** The person's telephone number, as in +49301234567. Personal data. */
  phoneNumber: null | string
  /** The campaign's API identifier. */
  campaignId: null | string
  /** The campaign's name. */
  campaignName: null | string
  /** The variant of the campaign's message. */
  messageVariationId: null | string
  /** Its name. */
  messageVariationName: null | string
  /** The Canvas's API identifier. */
  canvasId: null | string
  /** The Canvas's name. */
  canvasName: null | string
  /** The variant of the Canvas. */
  canvasVariationId: null | string
  /** Its name. */
  canvasVariationName: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** Its name. */
  canvasStepName: null | string
  /** The variant of the message in that step. */
  canvasStepMessageVariationId: null | string
  /** The label of an API-triggered send. */
  sendId: null | string
  /** The transmission that the message was part of: with the campaign or step and the subject it ties sent, delivered, opened and clicked of one message together. Many people may share one. */
  dispatchId: null | string
  /** The message's id at the provider of the channel, such as WhatsApp. */
  messageId: null | string
  /** What carried the message: the card, the banner's placement, the feature flag, the landing page, the live activity or the survey. */
  contentId: null | string
  /** Where the click led. */
  url: null | string
  /** The shortened link that was clicked. */
  shortUrl: null | string
  /** The link's id in the message. */
  linkId: null | string
  /** The name that the author of the message gave the link. */
  linkAlias: null | string
  /** The button that was pressed. */
  button: null | string
  /** True: a mail program opened the message without the person (Apple Mail Privacy Protection). Not engagement. Null: not said. */
  machineOpen: null | boolean
  /** True: the click was probably made by a security scanner. Not engagement. Null: not said. */
  suspectedBot: null | boolean
  /** Why it is suspected. */
  suspectedBotReasons: string[]
  /** Why a message bounced, was deferred, rejected, aborted, tried again or not sent, or why somebody left a canvas: a word or code of the platform or the provider where there is one, else their text. */
  reason: null | string
  /** The platform's or the provider's text beside the reason. */
  reasonDetail: null | string
  /** What the person wrote back. Personal data. */
  messageBody: null | string
  /** Of changes of subscription: subscribed, unsubscribed or opted_in. */
  subscriptionStatus: null | string
  /** The subscription group that changed, or that the message was sent for. */
  subscriptionGroupId: null | string
  /** Where the change of subscription was made, in Braze's words, such as REST API or Preference Center. What we changed ourselves comes back as REST API. */
  stateChangeSource: null | string
  /** The custom event's name. */
  name: null | string
  /** What was bought, or asked about. */
  productId: null | string
  /** Price of one as an exact decimal number, such as 19.9, in units of currency: text, because no digit that the platform sent may change. */
  price: null | string
  /** ISO 4217, upper case. */
  currency: null | string
  /** Properties of the custom event or purchase, each as JSON text. */
  properties: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text under the source's name; those of its user object as user.<name>. */
  extra: Record<string, string>
}

export const EngagementEvent: RecordSchema<'signalbox.engagement.EngagementEvent', EngagementEvent> = {
  name: 'signalbox.engagement.EngagementEvent',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'EngagementEvent',
    namespace: 'signalbox.engagement',
    doc: 'Something a person did, or a message to a person underwent, as the engagement platform reports it: sent, delivered, opened, clicked, bounced, unsubscribed, converted, bought. One record for every kind; what does not apply to a kind is null.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The source's own id of this event; the same id again is the same event. Lies once in engagement.events.",
      },
      {
        name: 'subject',
        type: 'string',
        doc: "Whom it is about, and the record's key: the customer's id where the platform knows it, else braze: and the platform's own user id, else braze: and the event's id. Events of one subject keep the order in which they arrived.",
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened, in milliseconds since 1970, UTC. Braze says it in whole seconds, so several events may share a time; a time more than a day ahead counts as the time of arrival.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: a URI reference, such as /braze/currents.' },
      { name: 'type', type: 'string', doc: "The platform's own name of the kind, such as users.messages.email.Open." },
      {
        name: 'kind',
        type: 'string',
        doc: 'Our name of the kind, such as email.opened, purchase.made or canvas.entered: channel or object, a dot, what happened. other where type is not known.',
      },
      {
        name: 'category',
        type: 'string',
        doc: 'message: something about one message to the person. behavior: what the person or the app did. journey: campaigns, canvases and their experiments. subscription: consent to be messaged. user: the profile itself. agent: what an AI agent did. other: not known. More may come.',
      },
      {
        name: 'action',
        type: 'string',
        doc: 'What happened, the same word in every channel: sent, delivered, opened, viewed, clicked, dismissed, replied, answered, submitted, bounced, soft_bounced, deferred, failed, rejected, aborted, retried, unsubscribed, marked_as_spam, converted, entered, exited and others. other where it is not known. More may come.',
      },
      {
        name: 'channel',
        type: ['null', 'string'],
        doc: "The message's channel: email, push, in_app_message, content_card, banner, sms, whatsapp, rcs, line, webhook, live_activity, feature_flag, landing_page, survey, news_feed; of conversions and subscriptions the channel they are about. Null where there is none.",
        default: null,
      },
      {
        name: 'externalUserId',
        type: ['null', 'string'],
        doc: "The customer's id, as every system knows it (Braze's external_id). Null for people who have not said who they are, and where the platform hides it.",
        default: null,
      },
      { name: 'brazeUserId', type: ['null', 'string'], doc: "Braze's own id of the user.", default: null },
      {
        name: 'timezone',
        type: ['null', 'string'],
        doc: "The person's time zone at that time, as in Europe/Berlin.",
        default: null,
      },
      { name: 'workspaceId', type: ['null', 'string'], doc: 'The Braze workspace (app_group_id).', default: null },
      { name: 'appId', type: ['null', 'string'], doc: 'The app or site in which it happened.', default: null },
      { name: 'deviceId', type: ['null', 'string'], doc: 'The device.', default: null },
      { name: 'platform', type: ['null', 'string'], doc: 'ios, android, web and so on.', default: null },
      { name: 'osVersion', type: ['null', 'string'], doc: "Version of the device's operating system.", default: null },
      { name: 'deviceModel', type: ['null', 'string'], doc: "The device's model.", default: null },
      {
        name: 'userAgent',
        type: ['null', 'string'],
        doc: 'The browser or mail program, in its own words.',
        default: null,
      },
      {
        name: 'emailAddress',
        type: ['null', 'string'],
        doc: 'The address that was written to, or that changed. Personal data.',
        default: null,
      },
      {
        name: 'phoneNumber',
        type: ['null', 'string'],
        doc: "The person's telephone number, as in +49301234567. Personal data.",
        default: null,
      },
      { name: 'campaignId', type: ['null', 'string'], doc: "The campaign's API identifier.", default: null },
      { name: 'campaignName', type: ['null', 'string'], doc: "The campaign's name.", default: null },
      {
        name: 'messageVariationId',
        type: ['null', 'string'],
        doc: "The variant of the campaign's message.",
        default: null,
      },
      { name: 'messageVariationName', type: ['null', 'string'], doc: 'Its name.', default: null },
      { name: 'canvasId', type: ['null', 'string'], doc: "The Canvas's API identifier.", default: null },
      { name: 'canvasName', type: ['null', 'string'], doc: "The Canvas's name.", default: null },
      { name: 'canvasVariationId', type: ['null', 'string'], doc: 'The variant of the Canvas.', default: null },
      { name: 'canvasVariationName', type: ['null', 'string'], doc: 'Its name.', default: null },
      { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
      { name: 'canvasStepName', type: ['null', 'string'], doc: 'Its name.', default: null },
      {
        name: 'canvasStepMessageVariationId',
        type: ['null', 'string'],
        doc: 'The variant of the message in that step.',
        default: null,
      },
      { name: 'sendId', type: ['null', 'string'], doc: 'The label of an API-triggered send.', default: null },
      {
        name: 'dispatchId',
        type: ['null', 'string'],
        doc: 'The transmission that the message was part of: with the campaign or step and the subject it ties sent, delivered, opened and clicked of one message together. Many people may share one.',
        default: null,
      },
      {
        name: 'messageId',
        type: ['null', 'string'],
        doc: "The message's id at the provider of the channel, such as WhatsApp.",
        default: null,
      },
      {
        name: 'contentId',
        type: ['null', 'string'],
        doc: "What carried the message: the card, the banner's placement, the feature flag, the landing page, the live activity or the survey.",
        default: null,
      },
      { name: 'url', type: ['null', 'string'], doc: 'Where the click led.', default: null },
      { name: 'shortUrl', type: ['null', 'string'], doc: 'The shortened link that was clicked.', default: null },
      { name: 'linkId', type: ['null', 'string'], doc: "The link's id in the message.", default: null },
      {
        name: 'linkAlias',
        type: ['null', 'string'],
        doc: 'The name that the author of the message gave the link.',
        default: null,
      },
      { name: 'button', type: ['null', 'string'], doc: 'The button that was pressed.', default: null },
      {
        name: 'machineOpen',
        type: ['null', 'boolean'],
        doc: 'True: a mail program opened the message without the person (Apple Mail Privacy Protection). Not engagement. Null: not said.',
        default: null,
      },
      {
        name: 'suspectedBot',
        type: ['null', 'boolean'],
        doc: 'True: the click was probably made by a security scanner. Not engagement. Null: not said.',
        default: null,
      },
      {
        name: 'suspectedBotReasons',
        type: { type: 'array', items: 'string' },
        doc: 'Why it is suspected.',
        default: [],
      },
      {
        name: 'reason',
        type: ['null', 'string'],
        doc: 'Why a message bounced, was deferred, rejected, aborted, tried again or not sent, or why somebody left a canvas: a word or code of the platform or the provider where there is one, else their text.',
        default: null,
      },
      {
        name: 'reasonDetail',
        type: ['null', 'string'],
        doc: "The platform's or the provider's text beside the reason.",
        default: null,
      },
      {
        name: 'messageBody',
        type: ['null', 'string'],
        doc: 'What the person wrote back. Personal data.',
        default: null,
      },
      {
        name: 'subscriptionStatus',
        type: ['null', 'string'],
        doc: 'Of changes of subscription: subscribed, unsubscribed or opted_in.',
        default: null,
      },
      {
        name: 'subscriptionGroupId',
        type: ['null', 'string'],
        doc: 'The subscription group that changed, or that the message was sent for.',
        default: null,
      },
      {
        name: 'stateChangeSource',
        type: ['null', 'string'],
        doc: "Where the change of subscription was made, in Braze's words, such as REST API or Preference Center. What we changed ourselves comes back as REST API.",
        default: null,
      },
      { name: 'name', type: ['null', 'string'], doc: "The custom event's name.", default: null },
      { name: 'productId', type: ['null', 'string'], doc: 'What was bought, or asked about.', default: null },
      {
        name: 'price',
        type: ['null', 'string'],
        doc: 'Price of one as an exact decimal number, such as 19.9, in units of currency: text, because no digit that the platform sent may change.',
        default: null,
      },
      { name: 'currency', type: ['null', 'string'], doc: 'ISO 4217, upper case.', default: null },
      {
        name: 'properties',
        type: { type: 'map', values: 'string' },
        doc: 'Properties of the custom event or purchase, each as JSON text.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: "Fields of the source that this schema does not name, each as JSON text under the source's name; those of its user object as user.<name>.",
        default: {},
      },
    ],
  },
}
