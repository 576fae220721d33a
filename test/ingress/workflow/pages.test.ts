import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pages, type Asker } from '../../../src/ingress/workflow/poll/pages.ts'
import type { Failed, Page, Query } from '../../../src/ingress/workflow/poll/reader.ts'
import { Halt } from '../../../src/transport/halt.ts'

type List = string[]

/** Reads the list with pages of ten; `meanwhile` happens before each request but the first. */
async function readAll(
  answer: (query: Query) => Page | Failed,
  meanwhile: (request: number) => void = () => undefined,
) {
  const refused: unknown[] = []
  let requests = 0
  const reader = {
    tryList: (_: string, query: Query) => {
      if (requests++ > 0) meanwhile(requests)
      return Promise.resolve(answer(query))
    },
  }
  const asker: Asker = {
    // eslint-disable-next-line require-yield
    async *ask(call) {
      return await call(reader, AbortSignal.timeout(1_000))
    },
  }
  const refuse = (raw: unknown) => refused.push(raw)
  const pages = new Pages(asker, { path: '/list', query: { sort: 'x', includeAll: 'true' }, count: 10, refuse })
  const read: unknown[] = []
  for (let next = await pages.next().next(); ; next = await pages.next().next()) {
    if (next.done !== true) assert.fail('nothing stands in the way')
    if (next.value === undefined) break
    read.push(...next.value)
  }
  return { ids: read.map(item => JSON.stringify(item)), refused, requests, isWhole: pages.isWhole }
}

const numbered = (from: number, to: number): List => Array.from({ length: to - from + 1 }, (_, n) => String(from + n))
const pageOf = (list: List, { offset, count }: Query): Page => ({
  items: list.slice(Number(offset), Number(offset) + Number(count)).map(id => ({ id })),
  total: list.length,
})
const idsOf = (list: List) => list.map(id => `{"id":"${id}"}`)

test('a list that stays as it is: each item once, the last page found by the total', async () => {
  for (const length of [0, 1, 9, 10, 11, 19, 100]) {
    const list = numbered(1, length)
    const { ids, isWhole } = await readAll(query => pageOf(list, query))
    assert.deepEqual(ids, idsOf(list))
    assert.ok(isWhole)
  }
})

test('what ends while the list is read makes it shift: whatever stays is read, in every run', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    let list = numbered(1, 120)
    let state = seed
    const chance = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
    const { ids, isWhole } = await readAll(
      query => pageOf(list, query),
      request => {
        const first = chance(list.length)
        list = list.filter((_, at) => at < first || at >= first + chance(15))
        list.push(String(1_000 + request))
        if (chance(10) === 0) list = list.slice(chance(list.length))
      },
    )
    assert.ok(isWhole)
    assert.equal(new Set(ids).size, ids.length, 'nothing twice')
    const missed = idsOf(list).filter(id => !ids.includes(id))
    assert.deepEqual(missed, [], `seed ${seed}`)
  }
})

test('a list that is gone in the meantime ends', async () => {
  let list = numbered(1, 50)
  const { ids } = await readAll(
    query => pageOf(list, query),
    () => (list = []),
  )
  assert.deepEqual(ids, idsOf(numbered(1, 10)))
})

test('an item that the service fails at is found and refused; all others are read', async () => {
  for (const bad of [1, 37, 60]) {
    const list = numbered(1, 60)
    const answer = (query: Query): Page | Failed => {
      const page = pageOf(list, query)
      const fails = 'includeAll' in query && JSON.stringify(page.items).includes(`"${bad}"`)
      return fails ? { status: 500, error: 'cannot read a variable' } : page
    }
    const { ids, refused } = await readAll(answer)
    assert.deepEqual(refused, [{ id: String(bad) }])
    assert.deepEqual(ids.toSorted(), idsOf(list.filter(id => id !== String(bad))).toSorted())
  }
})

test('a service that fails altogether: trouble, and nothing is passed over', async () => {
  await assert.rejects(
    readAll(() => ({ status: 500, error: 'out of order' })),
    (error: unknown) => {
      assert.ok(error instanceof Halt && error.outcome.kind === 'unavailable')
      assert.equal(error.outcome.reason, 'list_refused: /list: status 500: out of order')
      return true
    },
  )
})
