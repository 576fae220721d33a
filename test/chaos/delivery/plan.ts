import type { Random } from '../engine/random.ts'

/** One command of the run: the `number`th of its subject, from 0. Its ids tell both. */
export interface Planned {
  readonly subject: number
  readonly number: number
}

/** Subjects get this many commands on average, and no more than `mostSubjects` are there. */
const commandsPerSubject = 25
const mostSubjects = 2_000
/** So often a command is for the same subject as the one before: commands of one subject shall wait behind each other. */
const sameAgain = 0.3

export const subjectsFor = (commands: number): number =>
  Math.max(1, Math.min(mostSubjects, Math.ceil(commands / commandsPerSubject)))

/** The commands of a run in the order in which they are written; the same for the same seed. */
export function planOf(random: Random, commands: number): Planned[] {
  const subjects = subjectsFor(commands)
  const numbers = new Map<number, number>()
  let subject = 0
  return Array.from({ length: commands }, () => {
    if (!random.chance(sameAgain)) subject = random.whole(subjects)
    const number = numbers.get(subject) ?? 0
    numbers.set(subject, number + 1)
    return { subject, number }
  })
}

/** What ids of the command begin with: parsed again from what the receiver shows. */
export const nameOf = ({ subject, number }: Planned): string => `c-${subject}-${number}`
export const subjectName = (subject: number): string => `s-${subject}`

/** The command whose name is in the text. */
export function plannedIn(text: string | null | undefined): Planned | undefined {
  const [, subject, number] = /\bc-(\d+)-(\d+)(?!\d)/.exec(text ?? '') ?? []
  return subject === undefined ? undefined : { subject: Number(subject), number: Number(number) }
}

/** What every command carries. Times lie a second apart within a subject: a destination may tell them in whole seconds. */
export function envelopeOf(planned: Planned, destination: string, beginMs: number) {
  return {
    deliveryId: `${nameOf(planned)}/chaos/${destination}`,
    eventId: nameOf(planned),
    subject: subjectName(planned.subject),
    occurredAt: beginMs + planned.number * 1_000,
  }
}
