// Written by schemas/generate.ts from push-feedback.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What became of a push on one device, or what its user did about it. */
export interface PushFeedback {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The user whose device it is; client: and the device’s id where the gateway knows no user. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: /push/ and the app, or /push where no app is named. */
  source: string
  /** accepted: the gateway took it; sent: the platform took it; delivered: the device has it; failed: it will not get it; opened, clicked, dismissed: by the user; action: the user answered by a button; unregistered: the device’s token is dead; other: a word that was not known, see type. */
  kind:
    | 'other'
    | 'accepted'
    | 'sent'
    | 'delivered'
    | 'failed'
    | 'opened'
    | 'clicked'
    | 'dismissed'
    | 'action'
    | 'unregistered'
  /** The gateway’s own word for it. */
  type: string
  /** The gateway’s id of the push. */
  jobId: string
  /** The X-MRA-SubmitId that the push was sent with: of our pushes the delivery id of the command, or its hash where no header can carry that. */
  submitId: null | string
  /** The app that the push went to. */
  app: null | string
  /** The user whose device it is; null where the gateway does not know. */
  user: null | string
  /** The device, by the id it registered with. */
  clientId: null | string
  /** Names the device’s token at the platform, never the token itself. */
  tokenRef: null | string
  /** Whom the app is for, where the gateway says so. */
  audience: null | 'customer' | 'employee' | 'both'
  /** The id of the button that the user chose, such as approve. */
  action: null | string
  /** What the user wrote beside it. */
  comment: null | string
  /** What belongs together across systems: the id that the push or the event carried; null where it carried none. */
  correlationId: null | string
  /** Why it failed, as Firebase Cloud Messaging calls it: UNREGISTERED, SENDER_ID_MISMATCH, QUOTA_EXCEEDED, UNAVAILABLE, INTERNAL, INVALID_ARGUMENT or THIRD_PARTY_AUTH_ERROR. */
  errorCode: null | string
  /** Why it failed, in words. */
  errorMessage: null | string
  /** What was clicked. */
  link: null | string
  /** Fields of the source that this schema does not name, each as JSON text; those of its data begin with data. */
  extra: Record<string, string>
}

export const PushFeedback: RecordSchema<'signalbox.push.PushFeedback', PushFeedback> = {
  name: 'signalbox.push.PushFeedback',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'PushFeedback',
    namespace: 'signalbox.push',
    doc: 'What became of a push on one device, or what its user did about it.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: 'The user whose device it is; client: and the device’s id where the gateway knows no user.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /push/ and the app, or /push where no app is named.' },
      {
        name: 'kind',
        type: {
          type: 'enum',
          name: 'PushFeedbackKind',
          doc: 'What happened to a push.',
          symbols: [
            'other',
            'accepted',
            'sent',
            'delivered',
            'failed',
            'opened',
            'clicked',
            'dismissed',
            'action',
            'unregistered',
          ],
          default: 'other',
        },
        doc: 'accepted: the gateway took it; sent: the platform took it; delivered: the device has it; failed: it will not get it; opened, clicked, dismissed: by the user; action: the user answered by a button; unregistered: the device’s token is dead; other: a word that was not known, see type.',
        default: 'other',
      },
      { name: 'type', type: 'string', doc: 'The gateway’s own word for it.' },
      { name: 'jobId', type: 'string', doc: 'The gateway’s id of the push.' },
      {
        name: 'submitId',
        type: ['null', 'string'],
        doc: 'The X-MRA-SubmitId that the push was sent with: of our pushes the delivery id of the command, or its hash where no header can carry that.',
        default: null,
      },
      { name: 'app', type: ['null', 'string'], doc: 'The app that the push went to.', default: null },
      {
        name: 'user',
        type: ['null', 'string'],
        doc: 'The user whose device it is; null where the gateway does not know.',
        default: null,
      },
      { name: 'clientId', type: ['null', 'string'], doc: 'The device, by the id it registered with.', default: null },
      {
        name: 'tokenRef',
        type: ['null', 'string'],
        doc: 'Names the device’s token at the platform, never the token itself.',
        default: null,
      },
      {
        name: 'audience',
        type: [
          'null',
          {
            type: 'enum',
            name: 'PushAudience',
            doc: 'Whom an event of the push gateway concerns.',
            symbols: ['customer', 'employee', 'both'],
          },
        ],
        doc: 'Whom the app is for, where the gateway says so.',
        default: null,
      },
      {
        name: 'action',
        type: ['null', 'string'],
        doc: 'The id of the button that the user chose, such as approve.',
        default: null,
      },
      { name: 'comment', type: ['null', 'string'], doc: 'What the user wrote beside it.', default: null },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: the id that the push or the event carried; null where it carried none.',
        default: null,
      },
      {
        name: 'errorCode',
        type: ['null', 'string'],
        doc: 'Why it failed, as Firebase Cloud Messaging calls it: UNREGISTERED, SENDER_ID_MISMATCH, QUOTA_EXCEEDED, UNAVAILABLE, INTERNAL, INVALID_ARGUMENT or THIRD_PARTY_AUTH_ERROR.',
        default: null,
      },
      { name: 'errorMessage', type: ['null', 'string'], doc: 'Why it failed, in words.', default: null },
      { name: 'link', type: ['null', 'string'], doc: 'What was clicked.', default: null },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text; those of its data begin with data.',
        default: {},
      },
    ],
  },
}
