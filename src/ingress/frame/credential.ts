import type { Settings } from '../../config.ts'

/** What a source proves itself with: as the settings name it; in development what everybody may know. Undefined: production that names none has no route. */
export const credentialOf = <T>(
  named: T | undefined,
  { environment }: Pick<Settings, 'environment'>,
  inDevelopment: T,
): T | undefined => named ?? (environment === 'development' ? inDevelopment : undefined)
