import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CallSize } from '../../../src/egress/braze/call-size.ts'

/** Sends `objects` in calls as large as the limit lets, to a Braze that refuses a call where `refuses` says so of its objects. Answers the sizes of all calls. */
function send(size: CallSize, objects: readonly string[], refuses: (call: readonly string[]) => boolean): number[] {
  const sizes: number[] = []
  for (let rest = objects; rest.length > 0;) {
    assert.ok(sizes.length < 10_000, 'never ends')
    const call = rest.slice(0, size.limit)
    sizes.push(call.length)
    if (call.length > 1 && refuses(call)) {
      size.refused(call.length)
      continue
    }
    size.taken(call.length)
    rest = rest.slice(call.length)
  }
  return sizes
}

const good = (count: number) => Array.from({ length: count }, (_, at) => `object ${at}`)
const above = (limit: number) => (call: readonly string[]) => call.length > limit

test('as large as the settings say, while nothing is refused', () => {
  assert.deepEqual(send(new CallSize(75), good(160), above(75)), [75, 75, 10])
})

test('a contract with a lower limit: found by halving, and rarely tried again', () => {
  const sizes = send(new CallSize(75), good(5_000), above(5))
  assert.deepEqual(sizes.slice(0, 6), [75, 38, 19, 10, 5, 5])
  const refused = sizes.filter(size => size > 5).length
  assert.ok(refused <= 25, `${refused} of ${sizes.length} calls in vain`)
})

test('a limit that is raised again is found', () => {
  const size = new CallSize(75)
  send(size, good(2_000), above(5))
  send(size, good(2_000), above(75))
  assert.equal(size.limit, 75)
})

test('calls that are not full say nothing of a larger one', () => {
  const size = new CallSize(75)
  size.refused(75)
  for (let call = 0; call < 500; call++) size.taken(37)
  assert.equal(size.limit, 38)
})

for (const at of [0, 1, 37, 74, 140])
  test(`one object that spoils every call it is in, at ${at}: found by halving, and the size soon recovers`, () => {
    const size = new CallSize(75)
    const sizes = send(
      size,
      good(300).map((object, index) => (index === at ? 'bad' : object)),
      call => call.includes('bad'),
    )
    assert.ok(sizes.length <= 40, `${sizes.length} calls`)
    assert.equal(size.limit, 75)
  })

test('calls that were under way together and are refused together count once', () => {
  const size = new CallSize(75)
  for (let call = 0; call < 4; call++) size.refused(75)
  assert.equal(size.limit, 38)
  for (let call = 0; call < 2; call++) size.taken(38)
  assert.equal(size.limit, 75, 'it recovers as after one')
})
