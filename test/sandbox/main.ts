import { readCommand } from './command.ts'
import { destinations } from './destinations.ts'
import { serve } from './serve.ts'

const command = readCommand(process.argv.slice(2), destinations)
if (command.do === 'serve') for (const { destination, options } of command.plays) serve(destination, options)
else {
  ;(command.exitCode === 0 ? process.stdout : process.stderr).write(`${command.text}\n`)
  process.exitCode = command.exitCode
}
