import { spawn } from 'node:child_process'

/** What a scanner said of a file. */
export type Scanned = 'clean' | 'unsafe' | 'not scanned'

const longestMilliseconds = 60_000

/**
 * Has the installation's own scanner look at a file before any code of ours reads it. The file is written to the program's standard input; it answers as clamdscan and
 * clamscan do (ClamAV manual, exit codes): 0 clean, 1 something found, anything else that it could not look. A scanner that cannot be started or says nothing within a minute could not look.
 * @param program the setting UPLOAD_SCANNER: a program and its arguments, parted by spaces.
 */
export const scanUpload = (program: string, bytes: Buffer): Promise<Scanned> =>
  new Promise(resolve => {
    const [file = '', ...args] = program.split(/\s+/)
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: longestMilliseconds })
    child.on('error', () => resolve('not scanned'))
    child.on('close', code => resolve(code === 0 ? 'clean' : code === 1 ? 'unsafe' : 'not scanned'))
    // One that has seen enough may close its input before the end.
    child.stdin.on('error', () => {})
    child.stdin.end(bytes)
  })
