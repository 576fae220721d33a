import { timingSafeEqual } from 'node:crypto'

/** What the system's callers identify themselves with. */
export type CredentialKind = 'key' | 'user' | 'client'

/** What the sandbox accepts. Only the fields of the sandbox's kind mean something. */
export interface Credentials {
  readonly key: string
  readonly user: string
  readonly password: string
  readonly client: string
  readonly secret: string
}

export const defaultCredentials: Credentials = {
  key: 'sandbox-key',
  user: 'sandbox-user',
  password: 'sandbox-password',
  client: 'sandbox-client',
  secret: 'sandbox-secret',
}

/** The options of the command line that belong to each kind. */
export const fieldsOf = {
  key: ['key'],
  user: ['user', 'password'],
  client: ['client', 'secret'],
} as const satisfies Record<CredentialKind, readonly (keyof Credentials)[]>

/** The token of `Authorization: Bearer …`, '' when there is none. */
export function bearerOf(authorization = ''): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
}

/** User and password of `Authorization: Basic …`. */
export function basicOf(authorization = ''): { user: string; password: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Compares secrets in a time that does not depend on where they differ. */
export function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
