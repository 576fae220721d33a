import { z } from 'zod'
import { extraOf } from './listed.ts'
import type { ServerDates } from './server-dates.ts'

const Shown = z.looseObject({
  version_number: z.int(),
  file_name: z.string().nullish(),
  mime_type: z.string().nullish(),
  file_size: z.number().nullish(),
  create_date: z.string().nullish(),
})
const Answer = z.object({ results: z.array(z.object({ data: z.object({ versions: Shown }) })) })

/** A version of a document. */
export interface Version {
  readonly number: number
  readonly fileName: string | null
  readonly mimeType: string | null
  readonly size: number | null
  /** Ms since 1970, by the server's clock; null where it does not say. */
  readonly madeAt: number | null
  /** What else is said of it and not empty, as JSON text; names begin with version. */
  readonly extra: Readonly<Record<string, string>>
}

/** Pure. A document's versions, the oldest first; undefined where the answer is no list of them. */
export function versionsOf(answer: unknown, dates: ServerDates): Version[] | undefined {
  const parsed = Answer.safeParse(answer).data
  return parsed?.results
    .map(({ data }) => versionOf(data.versions, dates))
    .sort((left, right) => left.number - right.number)
}

function versionOf(shown: z.output<typeof Shown>, dates: ServerDates): Version {
  const { version_number: number, file_name, mime_type, file_size, create_date, ...others } = shown
  const extra = Object.entries(extraOf(others)).map(([name, text]): [string, string] => [`version.${name}`, text])
  return {
    ...{ number, fileName: file_name ?? null, mimeType: mime_type ?? null },
    ...{ size: Number.isSafeInteger(file_size) ? (file_size ?? null) : null },
    ...{ madeAt: dates.instantOf(create_date) ?? null, extra: Object.fromEntries(extra) },
  }
}
