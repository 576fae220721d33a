import { pushCommands } from '../../../topics/push-commands.ts'
import { pushLedger } from '../../../topics/ledgers.ts'
import type { Sink } from '../../stream/define.ts'
import { PushClient } from './client.ts'

/** The push gateway, by the contract that test/sandbox/push/README.md proposes: it dedupes by the delivery id. */
export const push: Sink = {
  name: 'push',
  commands: pushCommands,
  ledger: pushLedger,
  isNamed: ({ pushUrl }) => pushUrl !== undefined,
  open: (settings, clock) => new PushClient(settings, clock),
}
