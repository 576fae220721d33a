import { xconnectorCommands } from '../../../topics/xconnector-commands.ts'
import { xconnectorLedger } from '../../../topics/ledgers.ts'
import type { Sink } from '../../stream/define.ts'
import { XconnectorClient } from './client.ts'

/** xConnector, by the contract that test/sandbox/xconnector/README.md proposes: it dedupes by the delivery id. */
export const xconnector: Sink = {
  name: 'xconnector',
  commands: xconnectorCommands,
  ledger: xconnectorLedger,
  isNamed: ({ xconnectorUrl }) => xconnectorUrl !== undefined,
  open: (settings, clock) => new XconnectorClient(settings, clock),
}
