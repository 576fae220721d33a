import type { Outcomes } from './attack.ts'
import { quantile, type GoodReport } from './good-traffic.ts'

/** What a run has shown. */
export interface Findings {
  readonly outcomes: Outcomes
  readonly good: GoodReport
  /** Good events that were acknowledged and are not in Kafka. */
  readonly lost: readonly number[]
  readonly isAlive: boolean
  /** Resident memory of the ingress before the first turn, and the most of all. */
  readonly beforeMb: number
  readonly mostMb: number
  readonly logBytes: number
}

/** Resident memory beyond this is not bounded by what the settings allow. */
const mostMb = 640
const mostLogBytes = 200_000
const worstRatio = 2

export const p99 = ({ good }: Findings, phase: string): number => quantile(good.taken[phase] ?? [], 0.99)
export const ratioOf = (findings: Findings): number => p99(findings, 'hostile') / p99(findings, 'quiet')

/** What is wrong besides the pace, which says little on a machine that does other work too. */
export function wrongs(findings: Findings): string[] {
  const { good, lost, isAlive, logBytes } = findings
  const unanswered = Object.entries(good.answers).filter(([status]) => status !== '202')
  return [
    ...(isAlive ? [] : ['the ingress is not ready any more']),
    ...serverErrors(findings.outcomes),
    ...unanswered.map(
      ([status, times]) => `${times} good requests were answered ${status === '0' ? 'not at all' : status}`,
    ),
    ...(lost.length > 0
      ? [`${lost.length} good events that were acknowledged are not in Kafka: ${lost.slice(0, 5).join()}`]
      : []),
    ...(findings.mostMb > mostMb ? [`the ingress held ${findings.mostMb} MB; ${mostMb} are allowed`] : []),
    ...(logBytes > mostLogBytes ? [`the ingress logged ${logBytes} bytes`] : []),
  ]
}

/** Kafka is fine all the time: no answer may blame us. */
function serverErrors(outcomes: Outcomes): string[] {
  return [...outcomes].flatMap(([name, answers]) =>
    [...answers].filter(([words]) => /\b5\d\d\b/.test(words)).map(([words, times]) => `${times} × ${words} on ${name}`),
  )
}

export function slowness(findings: Findings): string[] {
  const ratio = ratioOf(findings)
  return ratio <= worstRatio ? [] : [`good traffic’s p99 grew ${ratio.toFixed(2)} times; ${worstRatio} are allowed`]
}

/** The tables that a person reads. */
export function print(findings: Findings, say: (line: string) => void): void {
  for (const [kind, answers] of byKind(findings.outcomes)) say(`${kind.padEnd(28)} ${wordsWithTimes(answers)}`)
  const { taken } = findings.good
  const row = (phase: string) => {
    const list = taken[phase] ?? []
    const at = (share: number) => Number(quantile(list, share).toFixed(1))
    return { requests: list.length, 'p50 ms': at(0.5), 'p99 ms': at(0.99), 'max ms': at(1) }
  }
  console.table({ 'good traffic, quiet': row('quiet'), 'good traffic, hostile beside it': row('hostile') })
  say(
    `p99 during hostile traffic is ${ratioOf(findings).toFixed(2)} × that of quiet; resident memory ${findings.beforeMb} MB before, ${findings.mostMb} MB at most`,
  )
}

const wordsWithTimes = (answers: ReadonlyMap<string, number>): string =>
  [...answers]
    .sort(([, a], [, b]) => b - a)
    .map(([words, times]) => `${words}: ${times}`)
    .join(', ')

/** The answers of all endpoints together. */
function byKind(outcomes: Outcomes): [string, ReadonlyMap<string, number>][] {
  const kinds = new Map<string, Map<string, number>>()
  for (const [name, answers] of outcomes) {
    const kind = name.slice(0, name.lastIndexOf(' /'))
    const sum = kinds.get(kind) ?? new Map<string, number>()
    kinds.set(kind, sum)
    for (const [words, times] of answers) sum.set(words, (sum.get(words) ?? 0) + times)
  }
  return [...kinds].sort(([a], [b]) => a.localeCompare(b))
}
