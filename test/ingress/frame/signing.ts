import { createHmac } from 'node:crypto'

/** A secret as Standard Webhooks writes it. */
export const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`

export const secret = secretOf('a-secret-for-tests')

/** The headers of a signed request, whatever is to be wrong with them. `at` in ms since 1970. */
export function signed(
  body: string | Buffer,
  { id = 'msg-1', at = Date.UTC(2026, 2, 1, 12), with: key = secret }: { id?: string; at?: number; with?: string } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000))
  const hmac = createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64'))
  const signature = hmac.update(`${id}.${timestamp}.`).update(body).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
