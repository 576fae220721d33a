import { createHmac } from 'node:crypto'

/** One attempt to send. */
export interface Attempt {
  /** The same in every attempt. Printable ASCII without a dot. */
  readonly id: string
  /** Of this attempt, ms since 1970. */
  readonly atMs: number
  /** Exactly what is sent. */
  readonly body: string
}

/** The headers of Standard Webhooks 1.0.0, signed with HMAC-SHA-256 (v1). `secret` as that writes it: whsec_ and base64. */
export function webhookHeaders({ id, atMs, body }: Attempt, secret: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1_000))
  const key = Buffer.from(base64Of(secret), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** Both forms in which whoever answers may repeat a secret: with what it begins with, and without. */
export const formsOf = (secret: string): readonly string[] => [secret, base64Of(secret)]

const base64Of = (secret: string): string => secret.replace(/^whsec_/, '')
