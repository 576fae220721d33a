import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosBroker, ChaosCluster } from '../engine/cluster.ts'
import type { Random } from '../engine/random.ts'
import type { Worker } from '../workers.ts'
import type { Load } from './load.ts'

/** What is harmed, and when: as soon as so many events are acknowledged. */
export interface Harm {
  readonly name: 'ingress' | 'a broker' | 'all brokers'
  readonly at: number
}

export interface Harmed {
  readonly cluster: ChaosCluster
  readonly ingress: Worker
  readonly load: Load
  readonly random: Random
  readonly say: (line: string) => void
}

const wholeWithinMs = 90_000
const movesWithinMs = 90_000

/** Kills spread evenly over all events, those of brokers among those of the ingress. Every second time that brokers are killed it is all of them. */
export function planOf({ events, kills, brokerKills }: { events: number; kills: number; brokerKills: number }): Harm[] {
  const spread = (count: number, name: (n: number) => Harm['name']) =>
    Array.from({ length: count }, (_, n) => ({ name: name(n), part: (n + 0.5) / count }))
  const all = [
    ...spread(kills, () => 'ingress'),
    ...spread(brokerKills, n => (n % 2 === 1 ? 'all brokers' : 'a broker')),
  ]
  return all
    .sort((a, b) => a.part - b.part)
    .map(({ name }, n) => ({ name, at: Math.floor((events * (n + 0.5)) / all.length) }))
}

/** Does one harm after the other. The load waits where the next one is due until this one is over, so that each comes while events are sent. */
export async function allHarms(harms: readonly Harm[], harmed: Harmed): Promise<void> {
  const { load, say } = harmed
  const began = performance.now()
  for (const [n, harm] of harms.entries()) {
    load.open(harms[n + 1]?.at ?? Infinity)
    await answered(load, harm.at)
    // What waited for this harm is on its way now.
    await sleep(10 + harmed.random.whole(60))
    const harmedAt = performance.now()
    await strike[harm.name](harmed)
    const took = seconds(performance.now() - harmedAt)
    const rate = Math.round(load.acknowledged / seconds(performance.now() - began))
    say(
      `${n + 1} of ${harms.length}: kill -9 of ${harm.name} at ${harm.at}, back after ${took} s; ${load.acknowledged} acknowledged, ${rate}/s`,
    )
  }
  load.open(Infinity)
}

const strike: Readonly<Record<Harm['name'], (harmed: Harmed) => Promise<void>>> = {
  ingress: async ({ ingress }) => {
    await ingress.kill()
    await ingress.start()
  },
  'a broker': ({ cluster, random }) => {
    const [first, ...others] = cluster.brokers
    if (!first) throw new Error('there is no broker')
    return killed(cluster, [random.pick([first, ...others])], random)
  },
  'all brokers': ({ cluster, random }) => killed(cluster, cluster.brokers, random),
}

async function killed(cluster: ChaosCluster, victims: readonly ChaosBroker[], random: Random): Promise<void> {
  await Promise.all(victims.map(broker => broker.kill()))
  await sleep(500 + random.whole(2_000))
  await Promise.all(victims.map(broker => broker.start()))
  await cluster.whole(wholeWithinMs)
}

async function answered(load: Load, events: number): Promise<void> {
  let [last, movedAt] = [load.answered, performance.now()]
  while (load.answered < events) {
    await sleep(5)
    if (load.answered > last) [last, movedAt] = [load.answered, performance.now()]
    else if (performance.now() - movedAt > movesWithinMs)
      throw new Error(`${last} events are answered, and none more for ${seconds(movesWithinMs)} s`)
  }
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10
