import { capabilities } from './capabilities.ts'
import type { CommandLineWord, Terminal } from './platform/capability.ts'

/** Every word the capabilities offer, longest first, so that `place list` is not taken for `place`. */
const words = (): CommandLineWord[] =>
  capabilities
    .flatMap(capability => capability.commandLine ?? [])
    .sort((a, b) => b.words.split(' ').length - a.words.split(' ').length)

/** The list of what can be typed. */
export const usage = (): string =>
  [
    'Usage: keepitlocal WORDS',
    '',
    ...[
      ...words(),
      { usage: 'serve', about: 'Start the web and the jobs processes.' },
      { usage: 'migrate', about: 'Bring the database up to date.' },
    ]
      .sort((a, b) => a.usage.localeCompare(b.usage))
      .map(word => `  ${word.usage}\n      ${word.about}`),
  ].join('\n')

/** The word that a line starts with. */
export const wordOf = (args: readonly string[]): CommandLineWord | undefined =>
  words().find(({ words }) => words.split(' ').every((part, at) => args[at] === part))

/** Runs one line; 0 when it worked, 1 when it did not, 2 when the line is not one we know. */
export const runCommandLine = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const word = wordOf(args)
  if (!word || args.includes('--help')) {
    if (!word && args[0] && args[0] !== '--help')
      terminal.err(`There is no "${args.join(' ').slice(0, 60)}". This is what there is:\n`)
    terminal.err(word ? `Usage: keepitlocal ${word.usage}\n${word.about}` : usage())
    return word ? 0 : 2
  }
  return word.run(args.slice(word.words.split(' ').length), terminal)
}
