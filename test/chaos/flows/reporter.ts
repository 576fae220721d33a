/** A reporter of node:test that says at once what begins and what ends, a line of JSON each: see test/chaos/flows/round.ts. */
import { basename } from 'node:path'
import { inspect } from 'node:util'
import { z } from 'zod'
import { mark, type Told } from './told.ts'

const Event = z.object({
  type: z.string(),
  data: z.looseObject({
    name: z.string().optional(),
    nesting: z.number().optional(),
    file: z.string().optional(),
    details: z.looseObject({ type: z.string().optional(), error: z.unknown().optional() }).optional(),
  }),
})

export default async function* reporter(source: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const event of source) {
    const told = toldBy(Event.parse(event))
    if (told) yield `${mark}${JSON.stringify(told)}\n`
  }
}

function toldBy({ type, data }: z.output<typeof Event>): Told | undefined {
  const { name = '', nesting = 0, details, file = '' } = data
  if (type === 'test:dequeue' && nesting === 1) return { what: 'begins', flow: name }
  if (type === 'test:complete' && nesting === 1) return { what: 'ends', flow: name }
  const error = () => inspect(details?.error, { depth: 6 })
  // A hook, which has no flow.
  if (type === 'test:fail' && nesting === 0 && details?.type !== 'suite') return { what: 'broken', error: error() }
  if (nesting < 2) return undefined
  const flow = basename(file, '.ts')
  if (type === 'test:pass') return { what: 'passed', flow, name }
  return type === 'test:fail' ? { what: 'failed', flow, name, error: error() } : undefined
}
