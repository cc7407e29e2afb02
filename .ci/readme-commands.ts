import { readFileSync } from 'node:fs'

// Prints the commands of a README (its ```sh blocks) as one shell script, in the order in which they stand there.
const [file = 'README.md'] = process.argv.slice(2)
const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
if (blocks.length === 0) throw new Error(`${file} holds no commands`)
process.stdout.write(blocks.join('\n'))
