import type { Adapter, Processor, Sink, Stream, Table } from './define.ts'

/** The process stage: processors in the order in which each event passes them. */
export interface ProcessTopology {
  readonly processors: readonly Processor[]
  readonly changelog: Table
  readonly decisions: Stream
  readonly deadLetters: Stream
}

/** A whole pipeline as a value: what runs in production is what a test runs. */
export interface Topology extends ProcessTopology {
  readonly adapters: readonly Adapter[]
  readonly sinks: readonly Sink[]
  readonly receipts: Stream
}

/** The topics that processors read: task p of the process stage is partition p of each. */
export const inputsOf = (topology: ProcessTopology): readonly Stream[] => [
  ...new Set(topology.processors.map(processor => processor.input.from)),
]

/** Every topic of a topology. */
export function topicsOf(topology: Topology): readonly (Stream | Table)[] {
  const { adapters, processors, sinks } = topology
  return [
    ...new Set([
      ...adapters.flatMap(adapter => adapter.topics),
      ...inputsOf(topology),
      ...processors.flatMap(processor => processor.outputs),
      ...sinks.map(sink => sink.commands),
      topology.changelog,
      topology.decisions,
      topology.receipts,
      topology.deadLetters,
    ]),
  ]
}

/** Every schema of a topology: those of its topics and those of its state. */
export function schemasOf(topology: Topology) {
  const stores = topology.processors.flatMap(processor => processor.keeps)
  return [...new Set([...topicsOf(topology).flatMap(topic => topic.records), ...stores.map(store => store.schema)])]
}

/** Everything that is wrong with a topology, for a person; it is refused at start when there is anything. */
export function problemsOf(topology: Topology): string[] {
  const problems: string[] = []
  const { processors, changelog } = topology
  for (const input of inputsOf(topology))
    if (input.partitions !== changelog.partitions)
      problems.push(
        `${input.name} has ${input.partitions} partitions and ${changelog.name} has ${changelog.partitions}: a task needs the same number of both`,
      )
  for (const names of [processors, topology.sinks, topology.adapters])
    for (const twice of repeated(names.map(({ name }) => name))) problems.push(`two parts are called ${twice}`)
  const kept = new Set(processors.flatMap(processor => processor.keeps))
  for (const processor of processors)
    for (const store of Object.values(processor.lookups))
      if (!kept.has(store)) problems.push(`${processor.name} looks up ${store.name}, which no processor keeps`)
  for (const twice of repeated(processors.flatMap(processor => processor.keeps.map(store => store.name))))
    problems.push(`the store ${twice} is kept by two processors`)
  return problems
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]
