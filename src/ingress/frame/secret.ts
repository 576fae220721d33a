import { hash, timingSafeEqual } from 'node:crypto'

/** Compares with a secret in a time that does not depend on it: digests are compared, which have one length. */
export function sameAs(secret: string): (given: string) => boolean {
  const expected = digest(secret)
  return given => timingSafeEqual(digest(given), expected)
}

const digest = (text: string) => hash('sha256', text, 'buffer')
