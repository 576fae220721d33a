import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts, startStack } from '../../../src/stack/index.ts'
import type { Count } from './count.ts'
import { killScenario } from './kill.ts'

/**
 * A stack of its own; 20,000 events over 20 connections, once undisturbed, once while the whole pipeline is killed with -9 ten times and the stack once.
 * Prints what was counted; false when anything is lost, doubled, or out of order.
 */
export async function pipelineScenario(say: (line: string) => void): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const start = () => startStack({ folder, ports: { kafka, controller, registry }, report: say })
  let stack = await start()
  process.env['SIGNALBOX_TEST_BROKERS'] = stack.brokers
  process.env['SIGNALBOX_TEST_REGISTRY'] = stack.registryUrl
  const killStack = async () => {
    for (const pid of Object.values(stack.pids)) process.kill(pid, 'SIGKILL')
    say('kill -9 of Kafka and the registry')
    await stack.stop()
    await sleep(1_000)
    stack = await start()
  }
  try {
    const calm = await killScenario({ events: 20_000, connections: 20, pauseMs: 0, kills: 0, say })
    const killed = await killScenario({ events: 20_000, connections: 20, pauseMs: 30, kills: 10, killStack, say })
    console.table({ undisturbed: calm, '10 kills, then the stack': killed })
    return wrong(calm) + wrong(killed) === 0
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const wrong = ({ missingInKafka, twiceInKafka, missingAtReceiver, twiceAtReceiver, outOfOrder }: Count) =>
  missingInKafka + twiceInKafka + missingAtReceiver + twiceAtReceiver + outOfOrder
