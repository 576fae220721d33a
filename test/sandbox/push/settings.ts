import { z } from 'zod'
import { webhookSchema } from '../http/webhook-sender.ts'
import { eventTypes } from './jobs.ts'

const name = z.string().min(1)
const seconds = z.number().positive()

const deviceSchema = z.strictObject({
  clientId: name,
  user: name.nullable().default(null),
  runtime: name.nullable().default(null),
  topics: z.array(name).default([]),
  /** Its token is no longer good: UNREGISTERED. */
  dead: z.boolean().default(false),
})
const seriesSchema = z.strictObject({
  /** So many devices; `{n}` in clientId and user is the number of each. */
  count: z.int().min(1).max(1_000_000),
  clientId: name.default('client-{n}'),
  user: name.default('user-{n}'),
})

/** What the user of every device that is reached does by itself. */
const reactionSchema = z.strictObject({
  type: z.enum(eventTypes),
  /** After the push came in. */
  afterMs: z.int().min(0).default(0),
  action: name.optional(),
  comment: name.optional(),
  link: name.optional(),
})

export const settingsSchema = z.strictObject({
  /** Applications that exist; any when empty. */
  apps: z.array(name).default([]),
  devices: z.array(deviceSchema).default([]),
  deviceSeries: z.array(seriesSchema).default([]),
  /** OTDS groups, by name: the users in each. */
  groups: z.record(name, z.array(name)).default({}),
  /** What becomes of a user nobody knows: rejected, or given a device. */
  unknownUsers: z.enum(['reject', 'register']).default('reject'),
  /** Bytes of title, summary and data together. */
  payloadBytes: z.int().min(1).default(4096),
  topicPayloadBytes: z.int().min(1).default(2048),
  /** Messages, one for each device, in a window. */
  quota: z
    .strictObject({ messages: z.int().min(1), windowSeconds: seconds })
    .prefault({ messages: 600_000, windowSeconds: 60 }),
  /** How long an X-MRA-SubmitId is remembered. */
  submitIdSeconds: seconds.default(86_400),
  /** From sent to delivered; null: never delivered. */
  deliveredAfterMs: z.int().min(0).nullable().default(0),
  reactions: z.array(reactionSchema).default([]),
  /** Where feedback goes by itself; null: nowhere. */
  webhook: webhookSchema.nullable().default(null),
  /** So often what has happened is told. */
  feedbackEveryMs: z.int().min(1).max(60_000).default(20),
})
export type Settings = z.output<typeof settingsSchema>
