import { z } from 'zod'
import { span } from './duration.ts'
import { Message, MessageOfRequest, messages, mustDiffer, mustExist, named, problem, texts } from './shared.ts'

const Stage = z.strictObject({
  stage: named,
  message: named,
  when: z.union(
    [z.literal('created'), z.strictObject({ category: named, attribute: named, value: named })],
    'must be "created", or an object of category, attribute and value',
  ),
})

/** Onboarding: the stages in their order, and the message of each. */
export const E1 = z
  .strictObject({ workspaceTypes: texts.min(1), messages, stages: z.array(Stage).min(1) })
  .superRefine(({ stages, messages }, context) => {
    mustDiffer(
      stages.map(({ stage }, n) => ({ path: ['stages', n, 'stage'], name: stage })),
      context,
    )
    mustDiffer(
      stages.map(({ when }, n) => ({ path: ['stages', n, 'when'], name: JSON.stringify(when) })),
      context,
    )
    for (const [n, { when, message }] of stages.entries()) {
      if (when === 'created' && n > 0) problem(context, ['stages', n, 'when'], 'only the first stage is "created"')
      mustExist(message, messages, ['stages', n, 'message'], context)
    }
  })

/** Case news: the kinds of documents and the statuses that customers are told of. */
export const E2 = z.strictObject({
  documents: texts,
  statuses: texts,
  everyVersion: z.boolean().default(false),
  messages: z.strictObject({ document: Message, status: Message }),
})

/** Where a purpose is kept: three attributes of the category, its own each. */
const kept = z.record(named, z.strictObject({ attribute: named, writtenAt: named, note: named }))

/** Consents and preferences in the customer's workspace. */
export const E4 = z
  .strictObject({
    workspace: z.strictObject({ externalSystem: named, businessObjectType: named }),
    categoryId: z.int().min(1),
    purposes: kept,
    preferences: kept.default({}),
  })
  .superRefine(({ purposes, preferences }, context) =>
    mustDiffer(
      Object.entries({ purposes, preferences }).flatMap(([list, byName]) =>
        Object.entries(byName).flatMap(([name, attributes]) =>
          Object.entries(attributes).map(([use, id]) => ({ path: [list, name, use], name: id })),
        ),
      ),
      context,
    ),
  )

/** Campaigns that wait for an approved document. */
export const E5 = z.strictObject({
  /** Requests of one customer. */
  mostWaiting: z.int().min(1).max(200).default(20),
  messages: z.strictObject({ entry: MessageOfRequest }),
})

/** Low engagement while a case is open. */
export const E6 = z
  .strictObject({
    window: span('30d'),
    bucket: span(),
    weights: z.strictObject({ opened: z.number(), clicked: z.number(), ignored: z.number(), unsubscribed: z.number() }),
    ignoredAfter: span('15d'),
    /** Things counted before the score says anything. */
    least: z.int().min(1),
    lowAt: z.number(),
    unresolvedFor: span(),
    /** One escalation of a case in so long. */
    period: span('400d'),
    taskFolder: texts.min(1),
    dueDays: z.int().min(0),
    assigneeId: z.int().nullable(),
    messages: z.strictObject({ 'follow-up': Message }),
  })
  .superRefine(({ window, bucket }, context) => {
    if (bucket > window) problem(context, ['bucket'], 'must not be longer than the window')
  })
  .transform(({ window, bucket, ignoredAfter, unresolvedFor, period, ...rest }) => ({
    ...rest,
    windowMs: window,
    bucketMs: bucket,
    ignoredAfterMs: ignoredAfter,
    unresolvedForMs: unresolvedFor,
    periodMs: period,
  }))
