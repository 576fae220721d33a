import { PushSend } from '../../../schemas/push-send.generated.ts'
import type { Command } from '../../stream/define.ts'
import { idempotencyKeyOf } from '../../transport/idempotency-key.ts'
import type { Refused } from '../../transport/plan-one.ts'

/** One push, ready to be sent. */
export interface PushRequest {
  /** The gateway dedupes by it. */
  readonly submitId: string
  readonly body: string
}

/** The limit of what travels to a device: title, summary and data. */
const largestPayload = 4_096

/** The push of a command, or why the gateway must not be sent it. `now` in ms since 1970. Never throws. */
export function pushOf({ schema, value }: Command, now: number): PushRequest | Refused {
  if (schema !== PushSend.name || !isPushSend(value)) return { refusal: `no_such_command: ${schema}` }
  const payload = payloadOf(value)
  const refusal = refusalOf(value, now) ?? tooLarge(payload)
  if (refusal !== undefined) return { refusal }
  const body = JSON.stringify({ ...recipientsOf(value), ...payload, ...optionsOf(value) })
  return { submitId: idempotencyKeyOf(value.deliveryId), body }
}

/** Recipients add up; the gateway removes duplicates. */
const recipientsOf = ({ users, clients, groups, broadcast }: PushSend) =>
  broadcast
    ? { broadcast }
    : {
        ...(users.length > 0 && { users }),
        ...(clients.length > 0 && { clientIds: clients }),
        ...(groups.length > 0 && { otdsGroups: groups }),
      }

/** What travels to a device. The app finds the buttons and the correlation beside its own data; the gateway knows neither. */
function payloadOf({ title, summary, data, actions, correlationId }: PushSend) {
  const told = {
    ...data,
    ...(actions.length > 0 && { actions }),
    ...(correlationId !== null && { correlation_id: correlationId }),
  }
  return {
    ...(title !== null && { title }),
    ...(summary !== null && { summary }),
    ...(Object.keys(told).length > 0 && { data: told }),
  }
}

/** What the gateway is asked to do with it. */
const optionsOf = ({ priority, ttlSeconds }: PushSend) => ({
  priority,
  ...(ttlSeconds !== null && { ttl: ttlSeconds }),
})

function refusalOf(push: PushSend, now: number): string | undefined {
  const { users, clients, groups, broadcast, expiresAt } = push
  if (expiresAt !== null && now > expiresAt) return `expired: it was to be sent ${now - expiresAt} ms ago at the latest`
  const named = users.length + clients.length + groups.length
  if (!broadcast && named === 0) return 'no_recipient: neither users, clients or groups nor broadcast'
  if (broadcast && named > 0) return 'two_audiences: a broadcast names no users, clients or groups'
  if (push.title === null && push.summary === null && Object.keys(push.data).length === 0)
    return 'no_content: a push needs a title, a summary or data'
  return undefined
}

/** Names the part that takes the most room, which is the one to shorten. */
function tooLarge(payload: Readonly<Record<string, unknown>>): string | undefined {
  const size = bytesOf(payload)
  if (size <= largestPayload) return undefined
  const parts = Object.entries(payload).map(([name, part]) => ({ name, bytes: bytesOf(part) }))
  const largest = parts.reduce((one, other) => (other.bytes > one.bytes ? other : one))
  return `too_large: ${size} bytes of payload, ${largestPayload} are allowed; ${largest.name} has ${largest.bytes}`
}

const bytesOf = (part: unknown): number => Buffer.byteLength(JSON.stringify(part))

// The codec has decoded the value by this very schema.
const isPushSend = (value: unknown): value is PushSend =>
  typeof value === 'object' && value !== null && 'broadcast' in value
