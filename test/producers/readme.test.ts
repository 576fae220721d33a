/** schemas/README.md is a promise to other teams: that what it lists is what there is. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { topology } from '../../src/topology.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const readme = read('schemas/README.md')
const written = [...topology.adapters, ...topology.pollers].flatMap(({ topics }) => topics)

test('it lists every topic that sources write to, with what is written there', () => {
  const events = new Set(written)
  const rows = new Map(
    [...readme.matchAll(/^\| `([\w.]+\.events)` +\| (.*?) \|/gm)].map(([, name = '', records = '']) => [name, records]),
  )
  for (const { name, records } of events) {
    const row = rows.get(name) ?? ''
    for (const { name: full } of records) {
      const [namespace, short] = [full.slice(0, full.lastIndexOf('.')), full.slice(full.lastIndexOf('.') + 1)]
      const isListed = row.includes(`\`${full}\``) || row.includes(`\`${namespace}.*\``)
      assert.ok(isListed, `${full} of ${name}`)
      if (row.includes('CustomerSignedUp')) assert.ok(row.includes(short), full)
    }
  }
})

test('its reasons are those that the engine gives', () => {
  const sources = ['src/stream/process/processing.ts', 'src/kafka/codec/avro-codec.ts', 'src/kafka/codec/projection.ts']
  const given = sources.flatMap(file => [...read(file).matchAll(/['`]([a-z]+_[a-z_]+|misplaced): /g)])
  // Of moved records, which no source writes.
  const words = new Set(given.map(([, word = '']) => word).filter(word => word !== 'no_origin'))
  const listed = new Set([...readme.matchAll(/dead letter (?:\()?`([a-z_]+)`/g)].map(([, word = '']) => word))
  assert.deepEqual([...listed].sort(), [...words].sort())
})
