import type { IngressScenario } from './scenario.ts'
import type { Load } from './load.ts'
import { idOf, type Source } from './source.ts'
import type { Tally } from './tally.ts'

/** What was counted at both ends of a run. */
export interface Counted {
  readonly source: Source
  readonly scenario: IngressScenario
  readonly load: Load
  /** Records in the topic of the source. */
  readonly stored: Tally
  /** Records that the process stage has made of them. */
  readonly processed: Tally
  readonly seconds: number
  readonly deaths: readonly string[]
}

/** What a run has come to: what is wrong in words. */
export interface Report {
  readonly wrong: readonly string[]
}

export const isFine = ({ wrong }: Report): boolean => wrong.length === 0

/** Prints the figures and what is wrong. */
export function reported(counted: Counted): Report {
  const { source, scenario, load, stored, processed, seconds } = counted
  const findings = findingsOf(counted)
  const wrong = [...wordsOf(findings), ...counted.deaths]
  const figures = {
    'events acknowledged': load.acknowledged,
    'events refused': load.refused,
    'events/s, kills included': Math.round(load.acknowledged / seconds),
    'ingress killed': scenario.kills,
    'brokers killed': scenario.brokerKills,
    'records in Kafka': stored.records,
    'of them sent again': stored.records - stored.distinct,
    processed: processed.records,
    ...Object.fromEntries(Object.entries(findings).map(([what, numbers]) => [what, numbers.length])),
  }
  const title = `${source.name}${wrong.length > 0 ? ' WRONG' : ''}`
  console.table(Object.fromEntries(Object.entries(figures).map(([what, value]) => [what, { [title]: value }])))
  const answers = [...load.answers()].map(([word, times]) => `${word}: ${times}`)
  scenario.say(`${source.name}: answers to requests: ${answers.join(', ')}`)
  for (const words of wrong) scenario.say(`${source.name}: ${words}`)
  return { wrong }
}

function findingsOf({ load, stored, processed }: Counted): Readonly<Record<string, readonly number[]>> {
  return {
    'acknowledged and not in Kafka': stored.missing(load.isAcknowledged),
    'out of order in Kafka': stored.outOfOrder,
    'acknowledged and not processed': processed.missing(load.isAcknowledged),
    'processed more than once': processed.repeated(),
    'processed out of order': processed.outOfOrder,
    'never acknowledged': load.unacknowledged(),
  }
}

const wordsOf = (findings: Readonly<Record<string, readonly number[]>>): string[] =>
  Object.entries(findings)
    .filter(([, numbers]) => numbers.length > 0)
    .map(([what, numbers]) => `${numbers.length} ${what}: ${numbers.slice(0, 8).map(idOf).join(' ')}`)
