/** processors/README.md names every flow and every processor that runs, and nothing that does not. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exampleFile, exampleFlows } from '../../src/flow-settings/example.ts'
import { isFlowId } from '../../src/flow-settings/index.ts'
import { topology } from '../../src/topology.ts'

const text = readFileSync(join(import.meta.dirname, '../../processors/README.md'), 'utf8')
const rows = [...text.matchAll(/^\| (\w\d) \|(.*)\|$/gm)].map(([, id = '', rest = '']) => ({
  id,
  cells: rest.split('|').map(cell => cell.trim()),
}))

test('one row per flow of the settings, with what comes in, what goes out, settings and limits', () => {
  assert.deepEqual(rows.map(({ id }) => id).sort(), Object.keys(exampleFlows).filter(isFlowId).sort())
  for (const { id, cells } of rows) {
    assert.equal(cells.length, 5, id)
    for (const cell of cells) assert.ok(cell.length > 3, `${id} has an empty cell`)
    assert.match(cells[3] ?? '', new RegExp(`\`${id}\\.`), `${id} names its settings`)
  }
})

test('every processor that runs is named, and no other', () => {
  const running = new Set(topology.processors.map(({ name }) => name))
  const inRows = rows.flatMap(({ cells }) => [...(cells[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name))
  for (const name of inRows) assert.ok(running.has(name), `${name} does not run`)
  for (const name of running) assert.ok(text.includes(`\`${name}\``), `${name} is not described`)
})

test('settings that are named are there', () => {
  const named = readFileSync(exampleFile, 'utf8')
  for (const { id, cells } of rows)
    for (const [, name = ''] of (cells[3] ?? '').matchAll(new RegExp(`\`${id}\\.(\\w+)\``, 'g')))
      assert.ok(named.includes(`"${name}"`), `${id}.${name}`)
})
