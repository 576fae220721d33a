import { z } from 'zod'
import type { Settings } from './settings.ts'

const names = z.array(z.string().min(1)).default([])

/** What is sent, and to whom. The sets of recipients add up. */
export const pushSchema = z.object({
  broadcast: z.boolean().default(false),
  clientIds: names,
  users: names,
  otdsGroups: names,
  runtimes: names,
  topics: names,
  title: z.string().optional(),
  summary: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  geofence: z.unknown().optional(),
})
export type PushRequest = z.output<typeof pushSchema>

/** Why a request is refused as a whole: the key and the text of the refusal. */
export function wrongWith(request: PushRequest, settings: Settings): [key: string, errorMessage: string] | undefined {
  const { title, summary, data, topics } = request
  if (title === undefined && summary === undefined && data === undefined)
    return ['INVALID_ARGUMENT', 'A title, a summary or data is required.']
  if (!request.broadcast && !hasRecipients(request))
    return ['INVALID_ARGUMENT', 'A recipient is required unless broadcast is set.']
  const limit = topics.length > 0 ? settings.topicPayloadBytes : settings.payloadBytes
  const bytes = Buffer.byteLength(JSON.stringify({ title, summary, data }))
  return bytes > limit
    ? ['PAYLOAD_TOO_LARGE', `The payload has ${bytes} bytes; at most ${limit} are allowed.`]
    : undefined
}

function hasRecipients({ clientIds, users, otdsGroups, runtimes, topics }: PushRequest): boolean {
  return [clientIds, users, otdsGroups, runtimes, topics].some(list => list.length > 0)
}
