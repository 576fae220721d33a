import assert from 'node:assert/strict'
import { canonical } from '../../../../src/ingress/braze/currents/canonical.ts'
import { itemsOf } from '../../../../src/ingress/braze/currents/items.ts'

export const now = Date.UTC(2026, 2, 1, 12, 0, 5)

/** What the events of a body become, each with its text as it was sent. */
export function becomeText(text: string) {
  const value: unknown = JSON.parse(text)
  const items = itemsOf({ value, text })
  assert.ok(!('status' in items), 'a body that can be taken apart')
  return items.map(item => ({ text: item.text, became: canonical(item.value, { now, trace: {} }) }))
}

/** The records of one event that can be used. */
export function recordsOf(event: unknown) {
  const became = becomeText(JSON.stringify({ events: [event] }))[0]?.became
  assert.ok(became?.ok, JSON.stringify(became))
  return became.publications.map(({ topic, key, value, headers }) => ({
    topic: topic.name,
    key,
    value: plain(value),
    headers,
  }))
}

/** The engagement record of one event. */
export function engagement(event: unknown): Record<string, unknown> {
  const [record] = recordsOf(event)
  assert.equal(record?.topic, 'braze.events')
  return record.value
}

/** The consent in an event; undefined where there is none. */
export function consent(event: unknown): Record<string, unknown> | undefined {
  const [, record, ...more] = recordsOf(event)
  assert.equal(more.length, 0)
  if (record) assert.equal(record.topic, 'customer.events')
  return record?.value
}

function plain(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === 'object' && value !== null)
  return { ...value }
}
