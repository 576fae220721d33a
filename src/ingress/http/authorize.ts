import { hash, timingSafeEqual } from 'node:crypto'
import { InvalidSettings } from '../../config.ts'
import type { Settings } from '../../config.ts'

/** What an Authorization header is worth. */
export type Authorized = 'yes' | 'missing' | 'wrong'

/**
 * Checks `Authorization: Bearer <token>` in a time that does not depend on the token: digests are compared, which have one length.
 * Throws InvalidSettings where production names no token.
 */
export function authorizer(settings: Settings): (header: string | undefined) => Authorized {
  const expected = digest(tokenOf(settings))
  return header => {
    const given = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1]
    if (given === undefined) return 'missing'
    return timingSafeEqual(digest(given), expected) ? 'yes' : 'wrong'
  }
}

function tokenOf({ httpToken, environment }: Settings): string {
  if (httpToken !== undefined) return httpToken
  if (environment === 'development') return 'development-token'
  throw new InvalidSettings(['SIGNALBOX_HTTP_TOKEN: is needed in production'])
}

const digest = (token: string) => hash('sha256', token, 'buffer')
