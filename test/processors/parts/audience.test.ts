/** Who is meant by roles, places and units, and who is on call. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { groupsOf, isOnCall, peopleWith, personKey, personOf, type Wanted } from '../../../processors/audience.ts'
import type { DirectoryRow, Person } from '../../../schemas/directory-row.generated.ts'

const person = (id: string, roles: string[], location: string | null, unit: string | null = null): Person => ({
  id,
  roles,
  location,
  unit,
  lead: null,
  manager: null,
  onCall: [],
})
const staff = [
  person('zoe', ['dispatcher'], 'hamburg', 'freight'),
  person('ali', ['dispatcher', 'driver'], 'berlin', 'freight'),
  person('kim', ['driver'], 'hamburg'),
  person('may', ['clerk'], null, 'post'),
]

/** The directory as it is written: a row per person and per group. */
function directory(key: string): DirectoryRow | undefined {
  const people = staff.filter(one => [personKey(one.id), ...groupsOf(one)].includes(key))
  return people.length === 0 ? undefined : { people }
}
const found = (wanted: Partial<Wanted>) =>
  peopleWith(directory, { roles: [], locations: [], units: [], ...wanted }).map(({ id }) => id)

describe('people with', () => {
  test('one of several roles: each once, sorted by id', () => {
    assert.deepEqual(found({ roles: ['driver', 'dispatcher'] }), ['ali', 'kim', 'zoe'])
  })

  test('roles and places: whoever fits both', () => {
    assert.deepEqual(found({ roles: ['dispatcher', 'driver'], locations: ['hamburg'] }), ['kim', 'zoe'])
    assert.deepEqual(found({ roles: ['dispatcher'], locations: ['hamburg', 'berlin'] }), ['ali', 'zoe'])
    assert.deepEqual(found({ roles: ['clerk'], locations: ['hamburg'] }), [])
  })

  test('places alone, units alone, all three', () => {
    assert.deepEqual(found({ locations: ['hamburg'] }), ['kim', 'zoe'])
    assert.deepEqual(found({ units: ['freight'] }), ['ali', 'zoe'])
    assert.deepEqual(found({ roles: ['driver'], locations: ['berlin'], units: ['freight'] }), ['ali'])
  })

  test('nobody is wanted, or the group is not known', () => {
    assert.deepEqual(found({}), [])
    assert.deepEqual(found({ roles: ['pilot'] }), [])
    assert.deepEqual(found({ roles: ['pilot'], locations: ['hamburg'] }), [])
  })
})

test('a person by id; a role of that name is none', () => {
  assert.equal(personOf(directory, 'may')?.unit, 'post')
  assert.equal(personOf(directory, 'dispatcher'), undefined)
})

test('the groups of a person, a role twice counted once', () => {
  assert.deepEqual(groupsOf(person('x', ['a', 'b', 'a'], 'here', 'there')), [
    'role:a',
    'role:b',
    'location:here',
    'unit:there',
  ])
  assert.deepEqual(groupsOf(person('x', [], null)), [])
})

test('on call from the beginning of a window to before its end', () => {
  const onCall = {
    ...person('x', [], null),
    onCall: [
      { from: 10, to: 20 },
      { from: 40, to: 50 },
    ],
  }
  assert.deepEqual(
    [9, 10, 19, 20, 45].map(at => isOnCall(onCall, at)),
    [false, true, true, false, true],
  )
})
