/** The map as it is drawn: what runs and what lies in Kafka, all of it and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawMermaid, drawText } from '../../src/ops/draw.ts'
import { endpoints, topology } from '../../src/topology.ts'
import { signalbox } from '../command.ts'

const running = [
  ...endpoints.map(({ source }) => source),
  ...topology.pollers.map(({ name }) => name),
  ...topology.processors.map(({ name }) => name),
  ...topology.sinks.map(({ name }) => name),
]

test('the text has a line for whatever runs, in the order of the map, with what it reads, keeps and says', () => {
  const lines = drawText(topology, endpoints)
  const named = lines.filter(line => line.startsWith('  ')).map(line => line.trim().split(/\s+/)[0])
  assert.deepEqual(named, running)
  const remember = lines.find(line => line.trim().startsWith('remember-customer'))
  assert.match(remember ?? '', /customer\.events +-> +- +keeps customers$/)
  const report = lines.find(line => line.trim().startsWith('report-customer-actions'))
  assert.match(report ?? '', /-> +braze\.commands +looks up customers; says consent_unknown, consent_withdrawn$/)
})

test('the chart joins only what it has drawn, and draws every event topic', () => {
  const lines = drawMermaid(topology, endpoints)
  assert.equal(lines[0], 'flowchart LR')
  const drawn = new Set(lines.flatMap(line => /^ {2}(\w+)[>[(]/.exec(line)?.[1] ?? []))
  const edges = lines.flatMap(line => {
    const [, from, to] = /^ {2}(\w+) -->(?:\|[^|]*\|)? (\w+)$/.exec(line) ?? []
    return from !== undefined && to !== undefined ? [[from, to] as const] : []
  })
  assert.equal(lines.length, 1 + drawn.size + edges.length, 'every line is a box or an arrow')
  for (const [from, to] of edges) assert.ok(drawn.has(from) && drawn.has(to), `${from} --> ${to}`)
  for (const name of running)
    assert.ok(
      [...drawn].some(id => id.slice(2) === name.replaceAll(/\W/g, '_')),
      name,
    )
  const carried = topology.processors.flatMap(({ input, outputs }) => [input.from, ...outputs])
  for (const { name } of carried) assert.ok(drawn.has(`t_${name.replaceAll('.', '_')}`), name)
})

test('signalbox topology needs no Kafka', async () => {
  const { status, stdout } = await signalbox(['topology', '--mermaid'], { SIGNALBOX_KAFKA_BROKERS: '127.0.0.1:1' })
  assert.equal(status, 0)
  assert.deepEqual(stdout.trimEnd().split('\n'), drawMermaid(topology, endpoints))
})
