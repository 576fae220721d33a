import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Shown } from './shown.ts'
import type { Effect } from './watching.ts'

const effect = (seq: number, subject: string, id: string | null = null): Effect => ({ seq, kind: 'push', subject, id })

test('late is what is there where a test last saw nothing, and the second of what took effect twice', async () => {
  const shown = new Shown()
  const all = [effect(1, 'ann', 'a'), effect(2, 'ann', 'b'), effect(3, 'ann', 'a'), effect(4, 'bob'), effect(5, 'cleo')]
  const of = (subject: string) => all.filter(one => one.subject === subject)
  shown.add('push', { subject: 'ann' }, of('ann').slice(0, 1))
  // Nothing yet; then it came, and the test saw it.
  shown.add('push', { subject: 'bob' }, [])
  shown.add('push', { subject: 'bob' }, of('bob'))
  shown.add('push', { subject: 'cleo' }, [])
  const late = await shown.late((_, { subject = '' } = {}) => Promise.resolve(of(subject)))
  assert.deepEqual(late, [effect(3, 'ann', 'a'), effect(5, 'cleo')])
})
