/** Holds a leash on a command until it is killed: hold-leash.ts COMMAND [ARG ...]. Prints the command's process id. */
import { leash } from '../../src/stack/leash.ts'

const [command = 'true', ...args] = process.argv.slice(2)
const { pid } = await leash(command, args, { folder: '.', env: process.env, output: 2 })
console.log(pid)
