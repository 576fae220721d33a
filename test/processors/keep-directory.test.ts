/** From the records of the staff to the directory: keep-directory and publish-directory. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { directory } from '../../processors/audience.ts'
import { keepDirectory } from '../../processors/keep-directory.ts'
import { publishDirectory } from '../../processors/publish-directory.ts'
import { employees } from '../../processors/stores/employees.ts'
import { DirectoryChanged } from '../../schemas/directory-changed.generated.ts'
import { XconnectorRecordChanged } from '../../schemas/xconnector-record-changed.generated.ts'
import { processor } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { directoryChanges } from '../../topics/directory-changes.ts'
import { directoryTopic } from '../../topics/directory.ts'
import { xconnectorEvents } from '../../topics/xconnector-events.ts'
import { person } from './directory.ts'

/** Somebody has to look the directory up, or no process reads it. */
const reader = processor({
  name: 'reader',
  input: { from: xconnectorEvents, only: [XconnectorRecordChanged] },
  lookups: { directory },
  keeps: [],
  outputs: [],
  reasons: [],
  process: () => [],
})
let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(keepDirectory, publishDirectory, reader))
})

type Said = Partial<Omit<XconnectorRecordChanged, 'changes'>> & { changes?: Record<string, unknown> }

function record(id: string, version: number, { changes = {}, ...said }: Said, at = driver.now): void {
  const value = {
    ...{ eventId: `${id}-${version}`, subject: `employee:${id}`, occurredAt: driver.now, source: '/hr', about: null },
    ...{ recordType: 'employee', recordId: id, recordVersion: version, status: null, previousStatus: null },
    ...{ title: null, text: null, customer: null, employees: [], roles: [], link: null },
    ...{ correlationId: null, expiresAt: null, extra: {} },
    changes: Object.entries(changes).map(([field, after]) => ({
      ...{ field, before: null, after: after === null ? null : JSON.stringify(after) },
    })),
    ...said,
  }
  driver.send(xconnectorEvents, XconnectorRecordChanged, value, { at })
}
const ids = (key: string) => driver.row(directory, key)?.people.map(({ id }) => id)
const reasons = () => driver.decisions().map(({ processor, reason, eventId }) => `${processor} ${reason} ${eventId}`)

test('a record becomes the person and everybody of their groups; a change says only what changed', () => {
  const window = { from: '2026-01-01T22:00:00Z', to: '2026-01-02T07:00:00+01:00' }
  record('mia', 1, {
    changes: { roles: ['nurse', 'nurse'], location: 'hamburg', unit: 'north', lead: 'lee', shoes: 39 },
  })
  record('bob', 1, { changes: { roles: ['nurse'], location: 'berlin' } })
  record('mia', 2, { changes: { on_call: [window], manager: 'max' } })
  driver.restart()
  assert.deepEqual(driver.row(directory, 'person:mia')?.people, [
    person('mia', {
      ...{ roles: ['nurse'], location: 'hamburg', unit: 'north', lead: 'lee', manager: 'max' },
      onCall: [{ from: Date.UTC(2026, 0, 1, 22), to: Date.UTC(2026, 0, 2, 6) }],
    }),
  ])
  assert.deepEqual([ids('role:nurse'), ids('location:hamburg'), ids('unit:north')], [['bob', 'mia'], ['mia'], ['mia']])
  assert.equal(driver.row(directory, 'role:nurse')?.people[1]?.manager, 'max')
  assert.deepEqual(reasons(), [])
})

test('who changes role or place leaves the old groups; null empties a field; the last who leaves a group takes its row along', () => {
  record('mia', 1, { changes: { roles: ['nurse', 'driver'], location: 'hamburg', unit: 'north' } })
  record('mia', 2, { changes: { roles: ['driver'], location: null, unit: 'south' } })
  const keys = ['role:nurse', 'location:hamburg', 'unit:north', 'role:driver', 'unit:south']
  assert.deepEqual(keys.map(ids), [undefined, undefined, undefined, ['mia'], ['mia']])
  record('mia', 3, { changes: { roles: null } })
  assert.deepEqual([ids('role:driver'), ids('person:mia')], [undefined, ['mia']])
})

test('who has left is nowhere, whatever else comes, until a status says that they are back', () => {
  record('mia', 1, { changes: { roles: ['nurse'] } })
  record('mia', 2, { status: 'Left' })
  record('mia', 3, { changes: { location: 'berlin' } })
  driver.restart()
  assert.deepEqual(['person:mia', 'role:nurse', 'location:berlin'].map(ids), [undefined, undefined, undefined])
  record('mia', 4, { status: 'active' })
  assert.deepEqual(['person:mia', 'role:nurse', 'location:berlin'].map(ids), [['mia'], ['mia'], ['mia']])
})

test('an older version changes nothing, in any order of arrival', () => {
  driver.together(() => {
    record('mia', 2, { changes: { roles: ['driver'] } }, driver.now)
    record('mia', 1, { changes: { roles: ['nurse'] } }, driver.now + 1)
    record('mia', 2, { eventId: 'again', changes: { roles: ['nurse'] } }, driver.now + 2)
  })
  assert.deepEqual([ids('role:driver'), ids('role:nurse')], [['mia'], undefined])
  assert.deepEqual(reasons(), ['keep-directory older_version mia-1', 'keep-directory older_version again'])
})

test('a field that cannot be read stays as it was, and a decision says so; other records are nobody of the staff', () => {
  record('mia', 1, { changes: { roles: ['nurse'], location: 'hamburg' } })
  record('mia', 2, { changes: { roles: 'driver', location: 'berlin', on_call: [{ from: 'monday', to: 'friday' }] } })
  record('x', 1, { subject: 'order:x', recordType: 'order', changes: { roles: ['nurse'] } })
  assert.deepEqual([ids('role:nurse'), ids('location:berlin')], [['mia'], ['mia']])
  assert.deepEqual(reasons(), ['keep-directory unreadable_field mia-2'])
  assert.equal(driver.row(employees, 'order:x'), undefined)
})

test('an older word on a member of a group changes nothing', () => {
  const change = (eventId: string, personId: string, version: number, isMember: boolean) => {
    const value = {
      eventId,
      subject: `employee:${personId}`,
      occurredAt: driver.now,
      group: 'role:nurse',
      personId,
      version,
    }
    const now = { ...value, person: isMember ? person(personId) : null }
    driver.send(directoryChanges, DirectoryChanged, now, { key: 'role:nurse' })
  }
  change('c-3', 'mia', 3, false)
  change('c-2', 'mia', 2, true)
  assert.deepEqual(reasons(), ['publish-directory older_version c-2'])
  assert.deepEqual(driver.puts(directoryTopic), [{ key: 'role:nurse', row: null }])
})
