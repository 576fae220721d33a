import type { Handled } from '../../frame/call.ts'
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { subjectOf } from '../profiles/profile.ts'
import type { Profile } from '../profiles/profile.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from '../users/identifiers.ts'
import { readAlias } from '../users/identity.ts'
import { newDispatchId } from './dispatch-id.ts'

const channels = [
  'android_push',
  'apple_push',
  'content_card',
  'email',
  'kindle_push',
  'web_push',
  'webhook',
  'whats_app',
  'sms',
]

/** POST /messages/send: the message itself is in the request. What is in it is not looked at. */
export function sendMessage(braze: Braze, { call, body }: Request): Handled {
  const wrong = checkMessage(braze, body)
  if (wrong !== undefined) return refused(400, wrong)
  const dispatchId = newDispatchId()
  processLater(braze, call, () => {
    const more = { channels: channelsOf(body), dispatch_id: dispatchId }
    for (const profile of recipientsOf(braze, body)) {
      braze.frame.effects.add({ kind: 'message', subject: subjectOf(profile), id: null }, more)
    }
  })
  return taken({ dispatch_id: dispatchId })
}

function checkMessage({ workspace }: Braze, body: JsonObject): string | undefined {
  const { broadcast = false, segment_id, audience, campaign_id } = body
  const [ids, aliases] = [textsOf(body['external_user_ids']), objectsIn(body['user_aliases'])]
  const named = ids.length + aliases.length
  if (named > maxIds) return 'max number of external_ids and aliases exceeded'
  if (broadcast === true && named > 0) return "'broadcast' cannot be true when recipients are given"
  if (broadcast !== true && named === 0 && segment_id === undefined && audience === undefined) return 'No Recipients'
  if (segment_id !== undefined && !isKnown(workspace.segments, segment_id)) return 'Invalid segment_id'
  if (campaign_id !== undefined && !isKnown(workspace.campaigns, campaign_id)) return 'Invalid Campaign ID'
  return channelsOf(body).length === 0 ? 'No message to send' : undefined
}

function isKnown(entries: ReadonlyMap<string, unknown>, id: unknown): boolean {
  return typeof id === 'string' && entries.has(id)
}

function channelsOf({ messages }: JsonObject): string[] {
  return isJsonObject(messages) ? channels.filter(channel => isJsonObject(messages[channel])) : []
}

/** With a segment, those of the named who are in it, or all of it; a connected audience is not evaluated. */
function recipientsOf({ profiles, workspace }: Braze, body: JsonObject): Profile[] {
  const ids = textsOf(body['external_user_ids'])
  const aliases = objectsIn(body['user_aliases'])
  const segment = workspace.segments.get(String(body['segment_id']))
  const named = [
    ...ids.map(id => profiles.find({ by: 'external_id', id })),
    ...aliases.map(alias => profiles.findBy(readAlias(alias))),
  ].filter(profile => profile !== undefined)
  const wanted = ids.length + aliases.length > 0 ? named : [...profiles.all()]
  return segment ? wanted.filter(({ externalId = '' }) => segment.members.includes(externalId)) : wanted
}
