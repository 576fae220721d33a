import type { z } from 'zod'

/** The body by its schema; undefined where it is no JSON or not of that shape, and so not the destination's. */
export function parsedBody<T>(body: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
