import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Bench } from './bench.ts'
import { settle } from './doubt.ts'
import { envelopeOf, sent } from './driving.ts'
import { commonFaults } from './fault-cases.ts'
import { assertSecret } from './secrets.ts'
import type { FaultCase, Profile } from './profile.ts'

/** Every fault that the sandbox knows: the right outcome, and in the end the effect exactly once. */
export function faults(profile: Profile, bench: Bench): void {
  describe('faults at the destination', () => {
    beforeEach(() => bench.control.clear('faults'))

    for (const common of commonFaults) {
      const differs = profile.differs[common.name] ?? {}
      if (typeof differs === 'string') it(common.name, { skip: differs }, () => undefined)
      else itHolds(profile, bench, { ...common, ...differs })
    }
    for (const own of profile.faults) itHolds(profile, bench, own)

    for (const fault of ['timeoutBeforeApply', 'resetAfterApply'])
      it(
        `${fault} of a full call: each of its commands exactly once`,
        { skip: profile.most === 1 && 'one command per call' },
        () => wholeCall(profile, bench, fault),
      )

    it('no case of the profile is about nothing', () => {
      const known = new Set(commonFaults.map(({ name }) => name))
      assert.deepEqual(
        Object.keys(profile.differs).filter(name => !known.has(name)),
        [],
      )
    })
  })
}

function itHolds(profile: Profile, bench: Bench, { name, fault, outcome: expected, applied }: FaultCase): void {
  const effect = applied ? 'applied' : 'not applied'
  it(`${name}: ${expected}, ${effect}${expected === 'inDoubt' ? ', settled: exactly once' : ''}`, async () => {
    const command = profile.command(0, bench.number())
    await bench.control.fault({ ...profile.aim, ...fault })
    const calledAt = Date.now()
    const { outcomes, rate } = await sent(bench.client, [command])
    const [outcome] = outcomes
    assert.equal(outcome?.kind, expected, JSON.stringify(outcome))
    assertSecret(profile, [outcome, rate])
    assert.equal(await bench.applied(command), applied ? 1 : 0, `effects of ${envelopeOf(command).deliveryId}`)
    if (fault['fault'] === 'rateLimited') assertPaced(calledAt, rate?.notBefore ?? rate?.resetAt)
    await bench.control.clear('faults')
    if (expected === 'delivered' || expected === 'rejected') return
    await settle(bench, [command], calledAt)
    assert.equal(await bench.applied(command), 1, 'exactly once')
  })
}

async function wholeCall(profile: Profile, bench: Bench, fault: string): Promise<void> {
  const commands = Array.from({ length: profile.most }, (_, n) => profile.command(n, bench.number()))
  await bench.control.fault({ ...profile.aim, fault })
  const calledAt = Date.now()
  const { outcomes } = await sent(bench.client, commands)
  assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['inDoubt']))
  await settle(bench, commands, calledAt)
  const effects = await Promise.all(commands.map(command => bench.applied(command)))
  assert.deepEqual(new Set(effects), new Set([1]))
}

/** The report says when to call again, by our clock. */
function assertPaced(calledAt: number, until: number | undefined): void {
  assert.ok(until !== undefined && until > calledAt && until < calledAt + 120_000, `not before ${until}`)
}
