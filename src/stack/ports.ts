import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StackProblem, systemCode } from './problem.ts'

/** All parts listen here and nowhere else. */
export const host = '127.0.0.1'

export interface StackPorts {
  kafka: number
  controller: number
  registry: number
}

const wants: Record<keyof StackPorts, { part: string; setting: string }> = {
  kafka: { part: 'Kafka', setting: 'SIGNALBOX_KAFKA_PORT' },
  controller: { part: "Kafka's controller", setting: 'SIGNALBOX_KAFKA_CONTROLLER_PORT' },
  registry: { part: 'the schema registry', setting: 'SIGNALBOX_REGISTRY_PORT' },
}

/** Throws a StackProblem that names every port which cannot be had, who wanted it and which setting changes it. */
export async function checkPorts(ports: StackPorts): Promise<void> {
  const wanted = [
    { port: ports.kafka, ...wants.kafka },
    { port: ports.controller, ...wants.controller },
    { port: ports.registry, ...wants.registry },
  ]
  const checked = wanted.map(async ({ port, part, setting }, at) => {
    const first = wanted.findIndex(other => other.port === port)
    const why = first < at ? `is also the port of ${wanted[first]?.part ?? ''}` : await obstacle(port)
    return why && `port ${port}, which ${part} needs, ${why}: set ${setting} to another port`
  })
  const obstacles = (await Promise.all(checked)).filter(line => line !== undefined)
  if (obstacles.length === 0) return
  const hint = 'or end what listens there (an earlier stack? `signalbox stack` in another folder?)'
  throw new StackProblem([...obstacles, hint].join('\n'))
}

/** `n` different ports that nothing listens on just now. For tests: another program may take one before you do. */
export async function freePorts(n: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: n }, () => listen(0)))
  const ports = servers.map(server => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map(close))
  return ports
}

/** The children of a stack that was just killed take a moment to die, so a taken port is asked for some time. */
async function obstacle(port: number): Promise<string | undefined> {
  for (let tries = 0; ; tries++) {
    const why = await refusal(port)
    if (why !== 'is in use' || tries === 10) return why
    await sleep(150)
  }
}

async function refusal(port: number): Promise<string | undefined> {
  try {
    await close(await listen(port))
    return undefined
  } catch (error) {
    const code = systemCode(error)
    return code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code ?? String(error)})`
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen({ port, host }, () => resolve(server))
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
