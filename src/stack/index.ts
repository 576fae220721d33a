/** The embedded stack: a real Kafka and a real schema registry as child processes. */
export { freePorts } from './ports.ts'
export type { StackPorts } from './ports.ts'
export { StackProblem } from './problem.ts'
export { startStack } from './stack.ts'
export type { RunningStack, StackOptions } from './stack.ts'
