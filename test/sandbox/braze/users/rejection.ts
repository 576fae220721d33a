import type { Dialect } from '../settings.ts'

/** Why one object of /users/track is refused, in Braze's two wordings. */
export interface Rejection {
  readonly sentence: string
  /** Braze documents no code for some reasons; those are sentences in both dialects. */
  readonly code?: string
}

export function typeOf({ sentence, code }: Rejection, dialect: Dialect): string {
  return dialect === 'enum' && code !== undefined ? code : sentence
}

export const missing = (field: string): Rejection => ({ sentence: `'${field}' is required` })
export const invalid = (field: string, code?: string): Rejection => ({
  sentence: `'${field}' is not valid`,
  ...(code !== undefined && { code }),
})

/** Sentences seen in Braze's answers. */
export const identifierRequired: Rejection = {
  sentence: "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required",
}
export const externalIdTooLong: Rejection = {
  sentence: "'external_id' must be fewer than 988 bytes",
  code: 'EXTERNAL_USER_ID_TOO_LARGE',
}
export const emailMalformed: Rejection = {
  sentence: "The value provided for the 'email' field is not a valid email.",
  code: 'EMAIL_BAD_FORMAT',
}

/** The rule or the code is documented, the sentence is ours. */
export const severalIdentifiers: Rejection = {
  sentence: "Only one of 'external_id', 'braze_id' or 'user_alias' may be provided",
}
export const externalIdBlocked = invalid('external_id', 'BLACKLISTED_EXTERNAL_USER_ID')
export const aliasIncomplete: Rejection = { sentence: "'user_alias' must have an 'alias_name' and an 'alias_label'" }
