import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Command, SinkClient } from '../../../src/stream/define.ts'
import { seeded } from './chance.ts'
import { drain, planned } from './driving.ts'
import type { Profile } from './profile.ts'
import type { Bench } from './bench.ts'

/** What a plan has to hold to, whatever waits; nothing is sent for it but where limits of a call are to be seen. */
export function planning(profile: Profile, bench: Bench): void {
  const { command, other, refused, most, mostBytes, large } = profile
  describe('planning', () => {
    it('every mixture of subjects, kinds and hopeless commands is planned to its end, in each subject’s order', () => {
      for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) planToTheEnd(bench.patient, mixture(profile, seed))
    })

    it('a plan is pure: asked again it says the same', () => {
      const commands = mixture(profile, 9).slice(0, bench.patient.mostPerCall)
      const [first, second] = [bench.patient.plan(commands), bench.patient.plan(commands)]
      assert.deepEqual(first.refused, second.refused)
      assert.deepEqual(first.call?.chosen, second.call?.chosen)
      assert.deepEqual([first.call?.endpoint, first.call?.inDoubt], [second.call?.endpoint, second.call?.inDoubt])
    })

    it('a list of nothing but what no call should carry is refused whole, without a call', () => {
      const { refused: found, call } = planned(bench.patient, [refused(1, 1)])
      assert.deepEqual([found.length, call], [1, undefined])
    })

    it(`what follows a call in doubt: ${profile.way}`, () => {
      assert.equal(planned(bench.patient, [command(1, 1)]).call?.inDoubt, profile.way)
    })

    it('a command that is not the destination’s is refused', () => {
      const { value } = command(1, 1)
      const { refused: found } = bench.patient.plan([{ schema: 'signalbox.none.Such', value }])
      assert.equal(found[0]?.reason, 'no_such_command: signalbox.none.Such')
    })

    it(`a call carries ${most} commands, and never more`, async () => {
      assert.equal(Math.min(most, bench.patient.mostPerCall), most)
      const commands = Array.from({ length: 2 * most + 1 }, (_, n) => command(n, bench.number()))
      const { outcomes, calls } = await drain(bench.patient, commands)
      assert.ok(
        [...outcomes.values()].every(({ kind }) => kind === 'delivered'),
        JSON.stringify([...outcomes.values()][0]),
      )
      assert.deepEqual(calls, [most, most, 1])
    })

    it(`a call has at most ${mostBytes} bytes`, { skip: typeof large === 'string' && large }, async () => {
      assert.ok(typeof large === 'function')
      await bench.control.clear('calls')
      const commands = Array.from({ length: 6 }, (_, n) => large(n, bench.number()))
      const { outcomes } = await drain(bench.patient, commands)
      assert.ok(
        [...outcomes.values()].every(({ kind }) => kind === 'delivered'),
        JSON.stringify([...outcomes.values()][0]),
      )
      const bodies = await bench.control.bodies()
      const largest = Math.max(...bodies)
      assert.ok(largest <= mostBytes, `${largest} bytes`)
      assert.ok(largest > mostBytes / 2, `not even half full: ${largest} bytes`)
    })

    it('another kind goes in a call of its own', { skip: typeof other === 'string' && other }, () => {
      assert.ok(typeof other === 'function')
      const { call } = planned(bench.patient, [command(1, 1), other(2, 2)].slice(0, bench.patient.mostPerCall))
      assert.deepEqual(call?.chosen, [0])
    })
  })
}

/** About a hundred commands of seven subjects. */
function mixture({ command, other, refused }: Profile, seed: number): Command[] {
  const chance = seeded(seed)
  const kinds = [command, command, typeof other === 'string' ? command : other, refused]
  return Array.from({ length: 100 }, (_, number) => {
    const make = kinds[Math.floor(chance() * kinds.length)] ?? command
    return make(Math.floor(chance() * 7), number)
  })
}

/** As if every call were delivered at once. */
function planToTheEnd(client: SinkClient, commands: readonly Command[]): void {
  for (let waiting = [...commands]; waiting.length > 0;) {
    const { refused, call } = planned(client, waiting.slice(0, client.mostPerCall))
    const gone = new Set([...refused.map(({ at }) => at), ...(call?.chosen ?? [])])
    waiting = waiting.filter((_, at) => !gone.has(at))
  }
}
