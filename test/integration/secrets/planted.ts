import { randomBytes } from 'node:crypto'

/** Every secret by what it is. */
export const planted = new Map<string, string>()
export function plant(name: string, of: (text: string) => string = text => text): string {
  const secret = of(`planted-${name}-${randomBytes(9).toString('hex')}`)
  planted.set(name, secret)
  return secret
}

/** As it is, and as it looks when it was wrapped. */
export function formsOf(secret: string): string[] {
  const bare = secret.replace(/^whsec_/, '')
  const decoded = secret.startsWith('whsec_') ? [Buffer.from(bare, 'base64').toString()] : []
  return [bare, ...decoded, encodeURIComponent(bare), Buffer.from(bare).toString('base64').replace(/=+$/, '')]
}
