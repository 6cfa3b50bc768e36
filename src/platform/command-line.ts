/** How a line typed at `keepitlocal` is read, and how its mistakes are told: one way for every capability. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isRefusal, type Refusal } from '../kernel/refusal.ts'
import type { CommandLineWord, Terminal } from './capability.ts'

/**
 * The line cannot be understood (exit code 2) or done (1); the message says how to type it.
 * Thrown anywhere below a word; the word prints it and ends.
 */
export class WrongLine extends Error {
  readonly code: 1 | 2
  constructor(message: string, code: 1 | 2 = 2) {
    super(message)
    this.code = code
  }
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** A word whose arguments are read, and whose mistakes are told, in one way. `rest` is what follows them, names in capitals first: 'FILE --place P'. */
export function word<Of extends Options>(
  words: string,
  rest: string,
  about: string,
  options: Of,
  run: (given: { names: string[]; values: Values; usage: string }, terminal: Terminal) => Promise<void>,
  stands: Pick<CommandLineWord, 'needsNoDatabase'> = {},
): CommandLineWord {
  const usage = `${words} ${rest}`.trim()
  return {
    ...stands,
    words,
    usage,
    about,
    async run(args, terminal) {
      try {
        const { positionals, values } = read(args, options, usage, /^[A-Z]/.test(rest))
        await run({ names: positionals, values, usage }, terminal)
        return 0
      } catch (error) {
        if (!(error instanceof WrongLine)) throw error
        if (error.message !== '') terminal.err(error.message)
        return error.code
      }
    },
  }
}

function read(args: readonly string[], options: Options, usage: string, allowPositionals: boolean) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true })
  } catch (error) {
    throw wrongUsage((error as Error).message.split('. ')[0] ?? '', usage)
  }
}

/** What is wrong with the line, a full stop, and how to type it. */
export const wrongUsage = (wrong: string, usage: string): WrongLine =>
  new WrongLine(`${wrong.replace(/[.?]?$/, stop => stop || '.')}\nUsage: keepitlocal ${usage}`)

export const JSON_OPTION = { json: { type: 'boolean' } } as const

/** What a file holds, or a mistake that says why it cannot be read. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new WrongLine(`There is no file “${path}”: check the path.`, 1)
    if (code === 'EISDIR') throw new WrongLine(`“${path}” is a folder: name the file in it.`, 1)
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw new WrongLine(`“${path}” is larger than 2 GB.`, 1)
    if (code === 'EACCES')
      throw new WrongLine(`You may not read “${path}”: change its permissions, or run this as its owner.`, 1)
    throw error
  }
}

/** An option that was given once, with a value. */
export const text = (value: Values[string]): string | undefined => (typeof value === 'string' ? value : undefined)

/** A line of progress, each drawn over the one before it. Only for a terminal that a person watches. */
export function redrawnLine({ err }: Pick<Terminal, 'err'>): (line: string) => void {
  let drawn = false
  return line => {
    // Up one line and clear it: the terminal ends every line for us.
    err(`${drawn ? '\u001b[1A\u001b[2K' : ''}${line}`)
    drawn = true
  }
}

/** The answer of a command, or its refusal as a mistake. */
export function orWrong<Of>(answer: Of | Refusal): Of {
  if (isRefusal(answer)) throw new WrongLine(answer.message, 1)
  return answer
}
