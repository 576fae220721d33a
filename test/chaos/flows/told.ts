import { z } from 'zod'

/** What a run of test/flows/all.test.ts tells line by line. */
export const Told = z.discriminatedUnion('what', [
  z.object({ what: z.enum(['begins', 'ends']), flow: z.string() }),
  z.object({ what: z.literal('passed'), flow: z.string(), name: z.string() }),
  z.object({ what: z.literal('failed'), flow: z.string(), name: z.string(), error: z.string() }),
  z.object({ what: z.literal('broken'), error: z.string() }),
])
export type Told = z.output<typeof Told>

/** Begins such a line; others are the tests' own words. */
export const mark = 'told: '
