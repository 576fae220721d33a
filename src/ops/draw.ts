import type { Lookup, Processor, Topic } from '../stream/define.ts'
import { readingOf, type Topology } from '../stream/index.ts'
import { aligned } from './printing.ts'

/** A source that sends to us: its name, its route, and the topics its events go to. */
export interface DrawnSource {
  readonly source: string
  readonly path: string
  readonly topics: readonly Topic[]
}

const names = (topics: readonly { readonly name: string }[]) => [...new Set(topics.map(({ name }) => name))]

/** The map for a terminal: sources, processors in the order in which an event passes them, destinations. */
export function drawText(topology: Topology, sources: readonly DrawnSource[]): string[] {
  const { pollers, processors, sinks, receipts } = topology
  const edges = [
    ...sources.map(({ source, path, topics }) => [source, `POST ${path}`, '->', names(topics).join(', ')]),
    ...pollers.map(({ name, topics, orders }) => [
      name,
      `asked; signalbox poll ${name} -> ${orders.name}`,
      '->',
      names(topics).join(', '),
    ]),
  ]
  const steps = processors.map(processor => [
    processor.name,
    processor.input.from.name,
    '->',
    names(processor.outputs).join(', ') || '-',
    about(processor),
  ])
  const ends = sinks.map(({ name, commands }) => [name, commands.name, '->', receipts.name])
  return [
    'Sources',
    ...aligned(edges),
    '',
    'Processors, in the order in which an event passes them',
    ...aligned(steps),
    '',
    'Destinations',
    ...aligned(ends),
  ]
}

function about({ lookups, keeps, timers = [], reasons }: Processor): string {
  const kept = names(keeps)
  const read = lookedUp(Object.values(lookups)).filter(name => !kept.includes(name))
  const facts = [
    kept.length > 0 && `keeps ${kept.join(', ')}`,
    read.length > 0 && `looks up ${read.join(', ')}`,
    timers.length > 0 && `timers ${timers.map(({ name }) => name).join(', ')}`,
    reasons.length > 0 && `says ${reasons.join(', ')}`,
  ]
  return facts.filter(Boolean).join('; ')
}

const lookedUp = (lookups: readonly Lookup[]) =>
  names(lookups.map(lookup => (lookup.kind === 'store' ? lookup : lookup.topic)))

/** The map as a Mermaid flowchart: boxes are what runs, cylinders what lies in Kafka. */
export function drawMermaid(topology: Topology, sources: readonly DrawnSource[]): string[] {
  const topics = new Set<string>()
  const to = (from: string, topic: { readonly name: string }) => {
    topics.add(topic.name)
    return `  ${from} --> ${idOf('t', topic.name)}`
  }
  const of = (topic: { readonly name: string }, into: string, words = '') => {
    topics.add(topic.name)
    return `  ${idOf('t', topic.name)} -->${words && `|${words}|`} ${into}`
  }
  const { pollers, processors, sinks } = topology
  const boxes = [
    ...[...sources.map(({ source }) => source), ...names(pollers)].map(name => `  ${idOf('s', name)}>${name}]`),
    ...processors.map(({ name }) => `  ${idOf('p', name)}[${name}]`),
    ...sinks.map(({ name }) => `  ${idOf('d', name)}([${name}])`),
  ]
  const edges = [
    ...sources.flatMap(one => one.topics.map(topic => to(idOf('s', one.source), topic))),
    ...pollers.flatMap(one => one.topics.map(topic => to(idOf('s', one.name), topic))),
    ...processors.flatMap(one => [
      of(one.input.from, idOf('p', one.name), readBy(one)),
      ...[...new Set(one.outputs)].map(topic => to(idOf('p', one.name), topic)),
    ]),
    ...sinks.map(one => of(one.commands, idOf('d', one.name))),
  ]
  return ['flowchart LR', ...boxes, ...[...topics].map(name => `  ${idOf('t', name)}[(${name})]`), ...edges]
}

const readBy = ({ input }: Processor) => input.only.map(only => shortName(readingOf(only).schema.name)).join(', ')

const shortName = (name: string) => name.slice(name.lastIndexOf('.') + 1)

const idOf = (kind: 's' | 't' | 'p' | 'd', name: string) => `${kind}_${name.replaceAll(/\W/g, '_')}`
