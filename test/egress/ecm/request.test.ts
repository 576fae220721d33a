import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markOf, readMark, sameContent, writtenMark } from '../../../src/egress/ecm/mark.ts'
import { multipart } from '../../../src/egress/ecm/multipart.ts'
import { contentServerDialect } from '../../../src/systems/ecm/outcome.ts'
import { replyOf, type Effect } from '../../../src/transport/reply.ts'
import { workOf } from '../../../src/egress/ecm/request.ts'
import { haltOf } from '../../../src/transport/halt.ts'
import type { Command } from '../../../src/stream/define.ts'
import { createTask, setCategory, upload } from './commands.ts'

function refusalOf(command: Command): string | undefined {
  const work = workOf(command)
  return 'refusal' in work ? work.refusal.replace(/:.*/, '') : undefined
}

for (const [why, command, word] of [
  ['half a business object', setCategory({ nodeId: null, externalSystem: 'SAP' }), 'no_such_place'],
  ['a node id that is none', setCategory({ nodeId: -1 }), 'no_such_place'],
  ['a folder without a name', createTask({ path: ['a', ''] }), 'no_such_place'],
  ['too many folders', createTask({ path: Array.from({ length: 9 }, () => 'a') }), 'path_too_deep'],
  ['the slot of the token', setCategory({ values: { 1: 'x' } }), 'no_such_attribute'],
  ['a key of another category', setCategory({ values: { '16878_2_3_4': 'x' } }), 'no_such_attribute'],
  ['no values', setCategory({ values: {} }), 'no_values'],
  ['a number JSON cannot tell', setCategory({ values: { 2: NaN } }), 'no_such_number'],
  ['a time nobody can write', setCategory({ writtenAt: 9e15 }), 'no_such_time'],
  ['a day that is none', createTask({ dueOn: '2026-13-01' }), 'no_such_day'],
  ['a task without a name', createTask({ name: ' ' }), 'no_name'],
  ['no content', upload({ text: null }), 'no_content'],
  ['two contents', upload({ sourceUrl: 'https://a/b' }), 'no_content'],
  ['too much text', upload({ text: 'x'.repeat(1_048_577) }), 'content_too_large'],
  ['credentials in a URL', upload({ text: null, sourceUrl: 'https://u:p@a/b' }), 'no_such_source'],
  ['a file', upload({ text: null, sourceUrl: 'file:///etc/passwd' }), 'no_such_source'],
  ['a hash that is none', upload({ text: null, sourceUrl: 'https://a/b', contentHash: 'abc' }), 'no_such_hash'],
  ['a type with a line break', upload({ mimeType: 'text/plain\r\nX: y' }), 'no_such_type'],
  ['a name that is too long', upload({ name: 'x'.repeat(249) }), 'no_such_name'],
] as const)
  test(`refused before any call: ${why}`, () => assert.equal(refusalOf(command), word))

test('a set’s row, all languages and a whole row are keys too', () => {
  assert.equal(refusalOf(setCategory({ values: { '30_1_31': 'x', '2_multilingual': '{}', '30_2': null } })), undefined)
})

test('a task’s name keeps its mark, however long it is', () => {
  const work = workOf(createTask({ name: 'x'.repeat(400) }))
  assert.ok('name' in work && work.name.length === 248 && / \[[0-9a-f]{12}\]$/.test(work.name))
})

test('a mark is read back, from either place; what others wrote is none', () => {
  const mark = markOf('e-1/p/ecm', 'ab'.repeat(32))
  assert.ok(writtenMark(mark).length <= 60)
  assert.deepEqual([readMark(writtenMark(mark)), readMark(`signalbox:${writtenMark(mark)}`)], [mark, mark])
  assert.deepEqual([readMark('by hand'), readMark(null), readMark('a.b')], [undefined, undefined, undefined])
  assert.equal(sameContent(markOf('a', null), markOf('b', null)), false)
})

test('a multipart body is as long as it says', async () => {
  const content = [Buffer.from('ab'), Buffer.from('c')]
  const body = multipart([['body', '{"ö":1}']], { fileName: 'a"b\r\nc', mimeType: 'text/plain', length: 3, content })
  if (typeof body.content !== 'object' || Buffer.isBuffer(body.content)) throw new Error('is no stream')
  const bytes = Buffer.concat(await body.content.toArray())
  assert.equal(bytes.length, body.length)
  assert.match(bytes.toString(), /filename="a%22b%0D%0Ac"\r\nContent-Type: text\/plain\r\n\r\nabc\r\n--/)
})

const answers = (status: number, body: string, effect: Effect = 'item', headers = {}) => {
  try {
    return replyOf({ status, headers, body }, effect, 0, contentServerDialect).kind
  } catch (error) {
    const { outcome } = haltOf(error)
    return 'afterMs' in outcome ? `${outcome.kind} ${outcome.afterMs}` : outcome.kind
  }
}
test('what an answer says of a call', () => {
  const error = JSON.stringify({ error: 'x' })
  assert.equal(answers(200, '{"results":{}}'), 'ok')
  for (const status of [400, 404, 409, 500]) assert.equal(answers(status, error), 'refused')
  for (const body of ['<html>', '', '"text"', '{"results":']) assert.equal(answers(200, body), 'inDoubt')
  assert.equal(answers(200, '<html>', 'none'), 'unavailable null')
  for (const status of [301, 403, 405]) assert.equal(answers(status, ''), 'unavailable 30000')
  assert.equal(answers(404, '<html>'), 'unavailable 30000')
  const registry = JSON.stringify({ error: 'The REST API URL could not be found in the mappings registry' })
  assert.equal(answers(400, registry), 'unavailable 30000')
  assert.deepEqual(
    [500, 502, 503, 504].map(status => answers(status, '<html>')),
    Array(4).fill('inDoubt'),
  )
  assert.equal(answers(503, '', 'state', { 'retry-after': '3' }), 'unavailable 3000')
  assert.equal(answers(502, '', 'none'), 'unavailable null')
  assert.deepEqual([answers(408, ''), answers(413, '')], ['retry null', 'rejected'])
})
