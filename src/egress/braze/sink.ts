import type { Sink } from '../../stream/define.ts'
import { brazeCommands } from '../../../topics/braze-commands.ts'
import { brazeLedger } from '../../../topics/ledgers.ts'
import { BrazeClient } from './client.ts'

/**
 * Braze's REST API: custom events, purchases and attributes; campaign, Canvas and transactional sends; subscriptions; catalog items.
 * A call whose answer is lost is made again where it only sets state or Braze dedupes it (transactional); for the others the user's export is asked.
 */
export const braze: Sink = {
  name: 'braze',
  commands: brazeCommands,
  ledger: brazeLedger,
  isNamed: settings => settings.brazeUrl !== undefined,
  open: (settings, clock) => new BrazeClient(settings, clock),
}
