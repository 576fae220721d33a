import { findingsOf, type Findings } from './count.ts'
import { nameOf, plannedIn } from './plan.ts'
import type { Rounds, Running } from './rounds.ts'

/** What a run has come to: figures, and what is wrong in words. */
export interface Report {
  readonly figures: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

export const isFine = ({ wrong }: Report): boolean => wrong.length === 0

/** Counts at the receiver and among the receipts, and prints it. */
export async function reported(running: Running, rounds: Rounds, troubles: readonly string[]): Promise<Report> {
  const { scenario, destination, plan, receiver, output } = running
  await output.read()
  const byName = new Map(
    plan.map((planned, n) => [nameOf(planned), { ...planned, ...destination.expected(planned, n) }]),
  )
  const effects = (await receiver.effects()).flatMap(effect => {
    const planned = destination.applied(effect)
    if (!planned) return []
    return [byName.get(nameOf(planned)) ?? { ...planned, kind: 'once' as const, slot: 'stranger' }]
  })
  const receipts = new Map(
    [...output.receipts].map(([id, list]) => [nameIn(id), list.map(({ outcome }) => outcome)] as const),
  )
  const findings = findingsOf({ commands: [...byName.values()], effects, receipts })
  const { rows, callsInDoubt } = await output.ledger()
  const struck = await receiver.bodiesStruck()
  const open = [...rows].reduce((sum, [phase, count]) => sum + (phase === 'inDoubt' ? 0 : count), 0)
  const figures = {
    commands: plan.length,
    rounds: rounds.rounds,
    effects: effects.length,
    lost: findings.lost.length,
    doubled: findings.doubled.length,
    outOfOrder: findings.outOfOrder.length,
    stale: findings.stale.length,
    noReceipt: findings.noReceipt.length,
    severalReceipts: findings.severalReceipts.length,
    rejected: findings.rejected.length,
    deadLetters: output.deadLetters.length,
    inDoubt: findings.inDoubt.length,
    callsInDoubt,
    callsAtFaults: struck.length + rounds.cutOff,
    ledgerRows: open,
  }
  const allowed = allowance(running, findings, struck, rounds)
  const wrong = [...troubles, ...amiss(findings, allowed), ...extra(running, figures, rows)]
  print(running, figures, wrong)
  for (const words of wrong) scenario.say(`${destination.name}: ${words}`)
  return { figures, wrong }
}

/** Findings that the destination's way allows for. */
interface Allowance {
  readonly lost: ReadonlySet<string>
  readonly doubled: number
  readonly inDoubt: boolean
}

/** At most once: what is lost must be in doubt. At least once: only commands of calls that were struck or cut off may be doubled. */
function allowance({ destination }: Running, findings: Findings, struck: readonly string[], rounds: Rounds): Allowance {
  const { way, mostPerCall } = destination
  const inDoubt = way === 'atMostOnce'
  const lost = new Set(inDoubt ? findings.inDoubt : [])
  if (way !== 'atLeastOnce') return { lost, doubled: 0, inDoubt }
  const names = struck.flatMap(body => body.match(/\bc-\d+-\d+(?!\d)/g) ?? [])
  const inStruck = findings.doubled.filter(name => new Set(names).has(name)).length
  return { lost, doubled: inStruck + rounds.cutOff * mostPerCall, inDoubt }
}

function amiss(findings: Findings, allowed: Allowance): string[] {
  const lost = findings.lost.filter(name => !allowed.lost.has(name))
  const listed: [string, readonly string[]][] = [
    ['lost', lost],
    ['doubled', findings.doubled.length > allowed.doubled ? findings.doubled : []],
    ['out of order', findings.outOfOrder],
    ['stale', findings.stale],
    ['effects of nothing that was written', findings.strangers],
    ['without a receipt', findings.noReceipt],
    ['with several receipts', findings.severalReceipts],
    ['in doubt', allowed.inDoubt ? [] : findings.inDoubt],
    ['rejected', findings.rejected],
  ]
  return listed
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${names.length} ${what}: ${names.slice(0, 8).join(' ')}`)
}

function extra(
  { destination, output }: Running,
  { ledgerRows = 0, callsInDoubt = 0, callsAtFaults = 0 }: Report['figures'],
  rows: ReadonlyMap<string, number>,
): string[] {
  const letters = output.deadLetters.length > 0 ? [`dead letters: ${output.deadLetters.slice(0, 5).join('; ')}`] : []
  const left = ledgerRows > 0 ? [`rows left in the ledger: ${JSON.stringify(Object.fromEntries(rows))}`] : []
  const tooMany = destination.way === 'atMostOnce' && callsInDoubt > callsAtFaults
  const many = tooMany ? [`${callsInDoubt} calls in doubt, ${callsAtFaults} were under way at faults`] : []
  return [...letters, ...left, ...many]
}

function print({ destination, output }: Running, figures: Report['figures'], wrong: readonly string[]): void {
  const title = `${destination.name}${wrong.length > 0 ? ' WRONG' : ''}`
  console.table(Object.fromEntries(Object.entries(figures).map(([what, count]) => [what, { [title]: count }])))
  const reasons = new Map<string, number>()
  for (const { outcome, reason } of [...output.receipts.values()].flat()) {
    const word = `${outcome} ${wordsOf(reason)}`
    reasons.set(word, (reasons.get(word) ?? 0) + 1)
  }
  console.table(Object.fromEntries(reasons))
}

/** Ids differ from command to command. */
const wordsOf = (reason: string | null): string => (reason ?? '').replace(/\d{3,}/g, '…').slice(0, 120)

const nameIn = (deliveryId: string): string => {
  const planned = plannedIn(deliveryId)
  return planned ? nameOf(planned) : deliveryId
}
