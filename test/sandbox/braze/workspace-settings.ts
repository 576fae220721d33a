import { z } from 'zod'

const id = z.string().min(1)
const tags = z.array(z.string()).default([])
const object = z.record(z.string(), z.unknown())

/** What campaigns and Canvases have in common. */
const sendable = {
  id,
  name: z.string().default(''),
  paused: z.boolean().default(false),
  archived: z.boolean().default(false),
  tags,
  /** false: a user who has received it is not sent it again, whatever the API is asked. */
  reEligible: z.boolean().default(true),
  /** With `reEligible` false: after so long the user may receive it again. */
  reEligibleAfterSeconds: z.int().min(0).optional(),
}

/** What exists in the workspace when the sandbox starts. */
export const workspaceShape = {
  campaigns: z
    .array(
      z.strictObject({
        ...sendable,
        /** `scheduled` ones cannot be triggered through the API. */
        type: z.enum(['api', 'transactional', 'scheduled']).default('api'),
        /** By id; channel and name as campaigns/details shows them. */
        messages: z
          .record(z.string(), object)
          .default({ 'message-variation': { channel: 'email', name: 'Variation 1' } }),
      }),
    )
    .default([]),
  canvases: z.array(z.strictObject(sendable)).default([]),
  segments: z
    .array(z.strictObject({ id, name: z.string().default(''), members: z.array(z.string()).default([]), tags }))
    .default([]),
  subscriptionGroups: z
    .array(
      z.strictObject({
        id,
        name: z.string().default(''),
        channel: z.enum(['email', 'sms', 'whats_app']).default('email'),
      }),
    )
    .default([]),
  /** Objects as the `attributes` of /users/track takes them. */
  users: z.array(object).default([]),
  /** Bodies as /content_blocks/create, /templates/email/create and /catalogs take them; `id` is given when it is wanted. */
  contentBlocks: z.array(z.looseObject({ id: id.optional(), name: z.string(), content: z.string() })).default([]),
  templates: z.array(z.looseObject({ id: id.optional(), template_name: z.string() })).default([]),
  catalogs: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,250}$/),
        description: z.string().default(''),
        fields: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
        items: z.array(z.looseObject({ id })).default([]),
      }),
    )
    .default([]),
}
type WorkspaceSettings = z.output<z.ZodObject<typeof workspaceShape>>
export type Campaign = WorkspaceSettings['campaigns'][number]
export type Canvas = WorkspaceSettings['canvases'][number]
export type Segment = WorkspaceSettings['segments'][number]
export type SubscriptionGroup = WorkspaceSettings['subscriptionGroups'][number]
