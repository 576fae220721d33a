/** Runs a stack until it is killed or told to stop: hold-stack.ts FOLDER KAFKA CONTROLLER REGISTRY. Prints its process ids. */
import { startStack } from '../../src/stack/index.ts'

const [folder = '', kafka = 0, controller = 0, registry = 0] = process.argv.slice(2)
const ports = { kafka: Number(kafka), controller: Number(controller), registry: Number(registry) }
const stack = await startStack({ folder, ports, report: () => undefined })
process.once('SIGTERM', () => void stack.stop())
console.log(JSON.stringify(stack.pids))
