import { unauthorized, type Problem } from './problem.ts'
import { sameAs } from './secret.ts'

/**
 * Whose token `Authorization: Bearer <token>` carries, or 401. `owners` have a token each. Takes the same time whichever token is given: every one is compared.
 */
export function bearer<T extends { readonly token: string }>(
  owners: readonly T[],
): (header: string | undefined) => T | Problem {
  const checks = owners.map(owner => ({ owner, matches: sameAs(owner.token) }))
  return header => {
    const given = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1]
    if (given === undefined) return unauthorized('missing')
    let found: T | undefined
    for (const { owner, matches } of checks) if (matches(given)) found = owner
    return found ?? unauthorized('wrong')
  }
}
