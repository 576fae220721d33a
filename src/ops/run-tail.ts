import { once } from 'node:events'
import { readSettings } from '../config.ts'
import { topology } from '../topology.ts'
import { tail, topicNamed, type Tail } from './tail.ts'
import { terminal } from './terminal.ts'
import { withTopics } from './verb-context.ts'

/** `signalbox tail`, until Ctrl-C where it follows. */
export async function runTail(name: string, asked: Tail): Promise<void> {
  const settings = readSettings(process.env)
  const stop = new AbortController()
  void once(process, 'SIGINT').then(() => stop.abort())
  const reads = [topicNamed(topology, name)]
  await withTopics({ topology, settings, terminal, reads }, context => tail(context, name, asked, stop.signal))
}
