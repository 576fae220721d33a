import { isJsonObject } from '../json.ts'

const names = ['delivery_id', 'event_id', 'deliveryId', 'eventId', 'idempotency_key']

/** What the caller put into its properties to tell one event or send from another; null when there is nothing of the kind. */
export function effectId(properties: unknown): string | null {
  if (!isJsonObject(properties)) return null
  for (const name of names) {
    const id = properties[name]
    if (typeof id === 'string' || typeof id === 'number') return String(id)
  }
  return null
}
