import { ecmCommands } from '../../../topics/ecm-commands.ts'
import { ecmLedger } from '../../../topics/ledgers.ts'
import type { Sink } from '../../stream/define.ts'
import { EcmClient } from './client.ts'

/**
 * OpenText Extended ECM over Content Server's REST API. Categories and workspaces are states: a call in doubt is made again. A task is known by its name and a
 * document's version by its mark: they are looked up.
 */
export const ecm: Sink = {
  name: 'ecm',
  commands: ecmCommands,
  ledger: ecmLedger,
  isNamed: ({ ecmUrl }) => ecmUrl !== undefined,
  open: (settings, clock) => new EcmClient(settings, clock),
}
