import { z } from 'zod'
import { readTopic, type LogRecord, type Part } from '../read-topic.ts'
import { decoded, type VerbContext } from '../verb-context.ts'
import { letterOf, wordsOf, type Letter } from './letter.ts'

/** Which dead letters: all where nothing is said. */
export interface LetterFilter {
  /** Those that its deliver stage gave up. */
  readonly destination?: string | undefined
  readonly stage?: string | undefined
  /** One of the words that the reason begins with. */
  readonly reason?: string | undefined
  /** The key of the record, or the subject in it. */
  readonly subject?: string | undefined
  /** Ms since 1970. */
  readonly since?: number | undefined
}

/** What events and commands say of themselves. */
const Named = z.object({
  subject: z.string().optional(),
  eventId: z.string().optional(),
  deliveryId: z.string().optional(),
})
export type Named = z.output<typeof Named>

/** The dead letters of a kind, in the order of their partitions. */
export async function* lettersOf(
  context: VerbContext,
  filter: LetterFilter,
  part: Omit<Part, 'since'> = {},
): AsyncGenerator<{ readonly letter: Letter; readonly record: LogRecord }> {
  const { deadLetters } = context.topology
  for await (const record of readTopic(context, deadLetters, { ...part, since: filter.since })) {
    const letter = letterOf(record)
    if (isOfKind(letter, filter) && (await isAbout(context, filter.subject, letter, record))) yield { letter, record }
  }
}

function isOfKind({ stage, reason }: Letter, filter: LetterFilter): boolean {
  if (filter.destination !== undefined && stage !== `deliver.${filter.destination}`) return false
  if (filter.stage !== undefined && stage !== filter.stage) return false
  return filter.reason === undefined || wordsOf(reason).includes(filter.reason)
}

async function isAbout(context: VerbContext, subject: string | undefined, letter: Letter, { value }: LogRecord) {
  return subject === undefined || letter.key === subject || (await namedIn(context, value)).subject === subject
}

/** Who and what a record is about; nothing where it cannot be read. */
export async function namedIn({ codec }: VerbContext, value: Buffer | null): Promise<Named> {
  const read = await decoded(codec, value)
  return typeof read === 'string' ? {} : (Named.safeParse(read.value).data ?? {})
}
