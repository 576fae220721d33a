import { httpCommands } from '../../../topics/http-commands.ts'
import { httpLedger } from '../../../topics/ledgers.ts'
import type { Sink } from '../../stream/define.ts'
import { HttpClient } from './client.ts'

/** HTTP endpoints of anybody's, by Standard Webhooks and an idempotency key: each by its own name, secret and limits. */
export const http: Sink = {
  name: 'http',
  commands: httpCommands,
  ledger: httpLedger,
  isNamed: ({ httpEndpoints }) => Object.keys(httpEndpoints ?? {}).length > 0,
  open: (settings, clock) => new HttpClient(settings, clock),
}
