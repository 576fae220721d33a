import { createHash } from 'node:crypto'

/** Tells texts apart, in sixteen characters. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16)
