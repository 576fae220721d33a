import { createHmac, randomUUID } from 'node:crypto'

export const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`

/** What changes the signing of a call from the right way. */
export interface Signing {
  readonly secret?: string
  readonly id?: string
  readonly atMs?: number
  /** The signed text, where it is not the body that is sent. */
  readonly body?: string
  /** Put before the signature, after which a blank follows. */
  readonly before?: string
}

/** The headers of Standard Webhooks for a body. */
export function signed(body: string, how: Signing = {}): Record<string, string> {
  const id = how.id ?? randomUUID()
  const timestamp = String(Math.floor((how.atMs ?? Date.now()) / 1000))
  const key = Buffer.from((how.secret ?? secret).slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key)
    .update(`${id}.${timestamp}.${how.body ?? body}`)
    .digest('base64')
  const signature = `${how.before === undefined ? '' : `${how.before} `}v1,${mac}`
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
}
