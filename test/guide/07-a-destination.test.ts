/**
 * Chapter 7: a destination.
 *
 * A sink says how commands become calls, and what an answer means for each command. What follows (another attempt, a look-up, a dead letter, a person's decision) is the engine's part. Here
 * a printer prints letters: it takes three at a time, and a call that got no answer must not be made again blindly, or a reader gets the letter twice. But the printer can be asked what it has printed.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command, LookUp, Outcome, SinkClient } from '../../src/stream/define.ts'
import { field } from '../field.ts'
import { Rig } from '../stream/delivery/rig.ts'

/** The world outside: what the printer has printed, and whether its cable holds. */
const printed: string[] = []
let cableHolds = true

const letterOf = ({ value }: Command): string => String(field(value, 'deliveryId'))

// One outcome per command, in their order. Without an answer nobody knows: inDoubt.
function print(letters: readonly string[]): readonly Outcome[] {
  printed.push(...letters)
  if (!cableHolds) return letters.map(() => ({ kind: 'inDoubt', reason: 'cut_off: the cable' }))
  return letters.map(letter => ({ kind: 'delivered', destinationId: `sheet of ${letter}` }))
}

// plan() is pure: which of the commands that wait go into the next call, and how to make it.
const plan: SinkClient['plan'] = commands => {
  const letters = commands.map(letterOf)
  const chosen = [...letters.keys()]
  return {
    refused: [],
    call: { endpoint: '/print', chosen, inDoubt: 'lookup', send: () => Promise.resolve({ outcomes: print(letters) }) },
  }
}

// The engine asks when it is certain that the call is over; `settleMs` is what the printer takes to tell.
const lookUp: LookUp = {
  endpoint: '/printed',
  settleMs: 1_000,
  together: false,
  ask: commands =>
    Promise.resolve({
      findings: commands.map(command =>
        printed.includes(letterOf(command)) ? { kind: 'applied', destinationId: null } : { kind: 'notApplied' },
      ),
    }),
}

test('commands go three at a time; each has a receipt with the printer’s own id', async () => {
  const rig = new Rig({ plan, lookUp, mostPerCall: 3 })
  for (const n of [1, 2, 3, 4]) rig.send(`reader-${n}`, 1)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 4)
  assert.deepEqual(printed, ['reader-1-1', 'reader-2-1', 'reader-3-1', 'reader-4-1'])
  assert.ok(rig.receipts.every(({ outcome }) => outcome === 'delivered'))
})

test('an answer is lost and then the process dies: the ledger knows of the call, the printer is asked, nobody gets a letter twice', async () => {
  printed.length = 0
  cableHolds = false
  const rig = new Rig({ plan, lookUp, mostPerCall: 3 })
  rig.send('ann', 1)
  await rig.assign()
  await rig.run(() => printed.length === 1)
  await rig.crash()
  cableHolds = true
  await rig.run(() => rig.receipts.length === 1)
  assert.deepEqual(printed, ['ann-1'])
  assert.match(rig.receipts[0]?.reason ?? '', /^found: /)
})
