import { DeliveryLedgerRow } from '../schemas/delivery-ledger-row.generated.ts'
import { table } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

const ledgerOf = <const N extends string>(destination: N) =>
  table({
    name: `${destination}.ledger`,
    key: 'call/ and the call’s id, or command/ and the offset of a command',
    records: [DeliveryLedgerRow],
    partitions: taskCount,
    why: `Calls to ${destination} that may have been made and are not answered for, and commands that wait for another attempt. Task p keeps its rows in partition p; what is done with is deleted.`,
  })

export const brazeLedger = ledgerOf('braze')
export const ecmLedger = ledgerOf('ecm')
export const httpLedger = ledgerOf('http')
export const pushLedger = ledgerOf('push')
export const workflowLedger = ledgerOf('workflow')
export const xconnectorLedger = ledgerOf('xconnector')
