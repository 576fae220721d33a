import { pino, type Logger } from 'pino'
import type { Settings } from './config.ts'

/** JSON lines on standard error, so that what a command prints for its user stays apart. Secrets never reach it; these paths are a second guard. */
export function createLogger({ logLevel, instance }: Pick<Settings, 'logLevel' | 'instance'>): Logger {
  return pino(
    {
      level: logLevel,
      base: { instance },
      redact: ['*.authorization', '*.headers.authorization', '*.brazeKey', '*.httpToken'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
