import type {
  Adapter,
  GlobalTable,
  Lookup,
  Poller,
  Processor,
  Sink,
  Store,
  Stream,
  Table,
  TableLookup,
  Topic,
} from './define.ts'
import { readingOf } from './declare/processor.ts'

/** The process stage: processors in the order in which each event passes them. */
export interface ProcessTopology {
  readonly processors: readonly Processor[]
  readonly changelog: Table
  /** The ids of events that were processed; none where sources never send one twice. */
  readonly eventIds?: Stream
  /**
   * Takes events that a source wrote into a partition that their key does not belong to, and is read beside the inputs: so they are processed where their state
   * is. Where there is none, they are dead letters.
   */
  readonly moved?: Stream
  readonly decisions: Stream
  readonly deadLetters: Stream
}

/** A whole pipeline as a value: what runs in production is what a test runs. */
export interface Topology extends ProcessTopology {
  readonly adapters: readonly Adapter[]
  /** Sources that have to be asked. */
  readonly pollers: readonly Poller[]
  readonly sinks: readonly Sink[]
  readonly receipts: Stream
  /** What operators have said about deliveries. */
  readonly control: Table
  /** What operators did. */
  readonly audit: Stream
}

const lookupsOf = (topology: ProcessTopology): Lookup[] => [
  ...new Set(topology.processors.flatMap(processor => Object.values(processor.lookups))),
]

/** The compacted topics that are joined with, once each; two lookups of one topic share its rows, and the longer history. */
export function tablesOf(topology: ProcessTopology): TableLookup[] {
  const longest = new Map<Table, TableLookup>()
  for (const lookup of lookupsOf(topology)) {
    if (lookup.kind !== 'table') continue
    const known = longest.get(lookup.topic)
    if (!known || (known.historyMs ?? -1) < (lookup.historyMs ?? -1)) longest.set(lookup.topic, lookup)
  }
  return [...longest.values()]
}

export const globalTablesOf = (topology: ProcessTopology): GlobalTable[] =>
  lookupsOf(topology).filter(lookup => lookup.kind === 'global')

/** The topics that processors read events from. */
export const streamsOf = (topology: ProcessTopology): Stream[] => [
  ...new Set(topology.processors.map(processor => processor.input.from)),
]

/** Streams that processors write and read: what lies in them was deduplicated before, and moves exactly once. */
export const internalOf = (topology: ProcessTopology): ReadonlySet<Stream> =>
  new Set(topology.processors.flatMap(({ outputs }) => outputs.filter(output => output.kind === 'stream')))

/** The processors that put rows into each table. */
function puttersOf({ processors }: ProcessTopology): ReadonlyMap<Table, readonly string[]> {
  const putters = new Map<Table, string[]>()
  for (const { name, outputs } of processors)
    for (const output of new Set(outputs))
      if (output.kind === 'table') putters.set(output, [...(putters.get(output) ?? []), name])
  return putters
}

/** Task p of the process stage is partition p of each of these. */
export const inputsOf = (topology: ProcessTopology): readonly (Stream | Table)[] => [
  ...streamsOf(topology),
  ...tablesOf(topology).map(lookup => lookup.topic),
  ...(topology.moved ? [topology.moved] : []),
]

/** What the process stage writes to or reads besides its inputs. */
export const othersOf = (topology: ProcessTopology): readonly (Stream | Table)[] => [
  ...new Set([
    ...topology.processors.flatMap(processor => processor.outputs),
    ...globalTablesOf(topology).map(lookup => lookup.topic),
    topology.changelog,
    ...(topology.eventIds ? [topology.eventIds] : []),
    topology.decisions,
    topology.deadLetters,
  ]),
]

/** Every topic of a topology. */
export function topicsOf(topology: Topology): readonly (Stream | Table)[] {
  const { adapters, pollers, sinks } = topology
  return [
    ...new Set([
      ...adapters.flatMap(adapter => adapter.topics),
      ...pollers.flatMap(poller => [...poller.topics, poller.orders, poller.state]),
      ...inputsOf(topology),
      ...othersOf(topology),
      ...sinks.flatMap(sink => [sink.commands, sink.ledger]),
      topology.receipts,
      topology.control,
      topology.audit,
    ]),
  ]
}

const storesOf = (topology: ProcessTopology): Store[] => topology.processors.flatMap(processor => processor.keeps)

/** Every schema of the process stage: those of its topics and those of its state. */
export function processSchemasOf(topology: ProcessTopology) {
  const topics = [...inputsOf(topology), ...othersOf(topology)]
  const read = topology.processors.flatMap(({ input }) => input.only.map(only => readingOf(only).schema))
  return [
    ...new Set([...topics.flatMap(topic => topic.records), ...read, ...storesOf(topology).map(store => store.schema)]),
  ]
}

/** Every schema of a topology. */
export const schemasOf = (topology: Topology) => [
  ...new Set([...topicsOf(topology).flatMap(topic => topic.records), ...processSchemasOf(topology)]),
]

/** What the keys of the engine's own rows begin with. */
const enginesOwn: readonly string[] = ['signalbox', 'table']

/** Everything that is wrong with the process stage, for a person. */
export function processProblemsOf(topology: ProcessTopology): string[] {
  const { processors, changelog, eventIds, moved } = topology
  const problems: string[] = []
  for (const input of [...inputsOf(topology), ...(eventIds ? [eventIds] : [])])
    if (input.partitions !== changelog.partitions)
      problems.push(
        `${input.name} has ${input.partitions} partitions and ${changelog.name} has ${changelog.partitions}: a task needs the same number of both`,
      )
  const kept = new Set(storesOf(topology))
  for (const processor of processors) {
    const { name, lookups, timers = [], input } = processor
    if ([name, ...[...timers, ...processor.keeps].map(named => named.name)].some(one => one.includes('/')))
      problems.push(`${name}: names of processors, stores and timers hold no slash`)
    if (enginesOwn.includes(name))
      problems.push(`no processor can be called ${name}: the engine keeps rows of its own under it`)
    for (const lookup of Object.values(lookups))
      if (lookup.kind === 'store' && !kept.has(lookup))
        problems.push(`${name} looks up ${lookup.name}, which no processor keeps`)
    if (timers.length > 0 && !('wake' in processor))
      problems.push(`${name} has timers and nothing that happens when they fire`)
    if (moved && input.from === moved) problems.push(`${name} reads ${moved.name}, which is the engine’s own`)
    problems.push(...writesOf(processor, moved ? [moved, changelog] : [changelog]))
    if (processor.outputs.includes(input.from)) problems.push(`${name} writes to ${input.from.name}, which it reads`)
    for (const twice of repeated(timers.map(timer => timer.name)))
      problems.push(`${name} has two timers called ${twice}`)
  }
  for (const twice of repeated(processors.map(({ name }) => name))) problems.push(`two parts are called ${twice}`)
  for (const twice of repeated(storesOf(topology).map(store => store.name)))
    problems.push(`the store ${twice} is kept by two processors`)
  for (const [{ name }, putters] of puttersOf(topology))
    if (putters.length > 1)
      problems.push(
        `${putters.join(' and ')} put rows into ${name}: only one processor may, or the order of its rows is chance`,
      )
  return problems
}

/** Everything that is wrong with a topology, for a person; it is refused at start when there is anything. */
export function problemsOf(topology: Topology): string[] {
  const edges = [topology.sinks, topology.adapters, topology.pollers].flatMap(names =>
    repeated(names.map(({ name }) => name)),
  )
  const { sinks, pollers, control } = topology
  const own = [control, ...sinks.map(({ ledger }) => ledger), ...pollers.map(({ state }) => state)]
  const ledgers = topology.sinks.filter(({ commands, ledger }) => commands.partitions !== ledger.partitions)
  return [
    ...processProblemsOf(topology),
    ...topology.processors.flatMap(processor => writesOf(processor, own)),
    ...[...topology.adapters, ...pollers].flatMap(source => sharedOutputs(topology, source)),
    ...edges.map(twice => `two parts are called ${twice}`),
    ...topology.pollers.flatMap(pollerProblems),
    ...ledgers.map(({ commands, ledger }) => `${ledger.name} must have as many partitions as ${commands.name}`),
  ]
}

const writesOf = ({ name, outputs }: Processor, own: readonly Topic[]): string[] =>
  outputs
    .filter(output => own.includes(output))
    .map(output => `${name} writes to ${output.name}, which is the engine’s own`)

/** What a processor writes counts as seen before: its records are not checked for ids and keys, and those of the source would not be either. */
const sharedOutputs = ({ processors }: Topology, source: Adapter | Poller): string[] =>
  processors.flatMap(({ name, outputs }) =>
    outputs
      .filter(output => source.topics.some(topic => topic === output))
      .map(
        output =>
          `${name} writes to ${output.name}, which ${source.name} publishes to: its events would no longer be known when they come twice`,
      ),
  )

/** Whoever holds the only partition polls: with another there would be two at once, and with two of the state rows that one of them never reads. */
function pollerProblems({ name, orders, state }: Poller): string[] {
  return [
    ...[orders, state]
      .filter(({ partitions }) => partitions !== 1)
      .map(topic => `${topic.name} must have one partition, not ${topic.partitions}: one process polls ${name}`),
    ...(state.records.length === 1 ? [] : [`${state.name} must have one schema: that of its rows`]),
  ]
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]
