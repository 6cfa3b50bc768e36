/** `keepitlocal scores`: the published scores of a competition worked out again by anyone, from the file alone. */
import { bytesOf, JSON_OPTION, WrongLine, word, wrongUsage } from '../../../platform/command-line.ts'
import { checkScores, NoScores, readScores } from './check-scores.ts'

export const scoresWord = word(
  'scores',
  'FILE [--json]',
  'Work out the published scores of a competition again from the file alone, and say whether they agree; the first line that does not is named.',
  JSON_OPTION,
  async ({ names, values, usage }, terminal) => {
    const [file, ...more] = names
    if (file === undefined || more.length > 0) throw wrongUsage('Name one file of scores', usage)
    const checked = checkScores(await scoresIn(file))
    if (values.json) terminal.out(JSON.stringify(checked, null, 2))
    else if (checked.agrees)
      terminal.out(
        `It agrees: ${checked.bids === 1 ? 'the score of one bid comes' : `the scores of ${checked.bids} bids come`} to what the file says. Bid ${checked.winner} has won.`,
      )
    else
      terminal.out(`It does not agree. ${checked.line}: the file says ${checked.says}; it comes to ${checked.comesTo}.`)
    if (!checked.agrees) throw new WrongLine('', 1)
  },
  { needsNoDatabase: true },
)

const scoresIn = async (file: string) => {
  const bytes = await bytesOf(file)
  try {
    return readScores(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof NoScores) throw new WrongLine(`“${file}” cannot be read as scores. ${error.message}`, 1)
    if (error instanceof TypeError)
      throw new WrongLine(`“${file}” cannot be read as scores: it is not text (UTF-8).`, 1)
    throw error
  }
}
