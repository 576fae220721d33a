import type { PushSend } from '../schemas/push-send.generated.ts'
import type { Envelope } from '../src/stream/define.ts'

/** What people of the staff are told. Of `data` what is null is left out. */
export type ToStaff = Pick<PushSend, 'users' | 'title' | 'correlationId'> &
  Partial<Pick<PushSend, 'summary' | 'actions' | 'priority' | 'expiresAt'>> & {
    /** Which processor tells it, and which of its pushes it is where one cause makes several: `alert-staff/push/2`. */
    readonly delivery: string
    readonly data: Readonly<Record<string, string | null>>
  }

/** The push that tells it. Its subject is what it is about, not a person: pushes about one thing keep their order. */
export const staffPush = ({ eventId, subject, occurredAt }: Envelope, told: ToStaff): PushSend => ({
  deliveryId: `${eventId}/${told.delivery}`,
  eventId,
  subject,
  occurredAt,
  users: told.users,
  clients: [],
  groups: [],
  broadcast: false,
  title: shortened(told.title, 200),
  summary: shortened(told.summary ?? null, 700),
  data: Object.fromEntries(
    Object.entries(told.data).flatMap(([name, text]): [string, string][] => (text === null ? [] : [[name, text]])),
  ),
  actions: told.actions ?? [],
  priority: told.priority ?? 'normal',
  ttlSeconds: null,
  expiresAt: told.expiresAt ?? null,
  correlationId: told.correlationId,
})

/** How bad something is, as far as it decides whether devices are woken. */
export const priorityOf = (severity: string | null): PushSend['priority'] =>
  severity === 'high' || severity === 'critical' ? 'high' : 'normal'

/** A device shows the beginning only, and the gateway refuses a push of more than 4,096 bytes: an alert must not fail for its length. */
const shortened = (text: string | null, most: number): string | null =>
  text === null || text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
