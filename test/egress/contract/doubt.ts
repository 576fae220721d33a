import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, Finding, LookUp } from '../../../src/stream/define.ts'
import type { Bench } from './bench.ts'
import { drain } from './driving.ts'

const never = new AbortController().signal

/** Settles the commands of one call that got no answer by its way, as the engine does; all are delivered when this is over. */
export async function settle({ client }: Bench, commands: readonly Command[], calledAt: number): Promise<void> {
  const way = client.plan(commands).call?.inDoubt
  assert.notEqual(way, 'atMostOnce', 'such commands are not sent again')
  const open =
    way === 'lookup'
      ? await notApplied(client.lookUp ?? assert.fail('who looks up has a look-up'), commands, calledAt)
      : commands
  const { outcomes } = await drain(client, open)
  for (const outcome of outcomes.values()) assert.equal(outcome.kind, 'delivered', JSON.stringify(outcome))
}

/** Asks until the destination can tell of each, and gives back what it has not done. */
async function notApplied(lookUp: LookUp, commands: readonly Command[], calledAt: number): Promise<readonly Command[]> {
  // A sandbox shows at once what it did.
  await sleep(Math.min(lookUp.settleMs, 50))
  for (let asked = 0; asked < 5; asked += 1) {
    const doubtful = commands.map(command => ({ ...command, calledAt, canBeTold: true }))
    const { findings } = await lookUp.ask(doubtful, never)
    assert.equal(findings.length, commands.length, 'one finding per command')
    const told = findings.filter(({ kind }) => kind !== 'unknown')
    if (told.length === findings.length || (lookUp.together && told.length > 0))
      return commands.filter((_, at) => (findings[at]?.kind ?? 'unknown') === 'notApplied' || told.every(isNotApplied))
    const waits = findings.map(finding => (finding.kind === 'unknown' ? finding.afterMs : 0))
    assert.ok(!waits.includes(null), JSON.stringify(findings))
    await sleep(Math.min(1_000, ...waits.map(wait => wait ?? 0)))
  }
  return assert.fail('the look-up never tells')
}

const isNotApplied = ({ kind }: Finding): boolean => kind === 'notApplied'
