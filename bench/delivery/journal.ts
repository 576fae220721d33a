import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** Of what the sandbox answers at once; more would keep it from its calls. */
const perPage = 500
const pauseMs = 100

const Call = z.object({
  seq: z.number(),
  atMs: z.number(),
  path: z.string(),
  status: z.number().nullable(),
  body: z.unknown(),
})
export type Call = z.output<typeof Call>
const Page = z.object({ next: z.number().nullable(), calls: z.array(Call) })

/** Hands out each call of a sandbox's journal once, in small pages, until `isOver` is true and nothing is left. */
export async function follow(url: string, take: (call: Call) => void, isOver: () => boolean): Promise<void> {
  for (let since = 0; ;) {
    const wasOver = isOver()
    const answer = await fetch(`${url}/_sandbox/calls?since=${since}&limit=${perPage}`)
    const { next, calls } = Page.parse(await answer.json())
    for (const call of calls) take(call)
    since = calls.at(-1)?.seq ?? since
    if (next === null && wasOver) return
    await sleep(next === null ? pauseMs : pauseMs / 10)
  }
}
