/** `keepitlocal route`: the chooser on the command line, from its tables alone. */
import { JSON_OPTION, WrongLine, word, wrongUsage } from '../../../platform/command-line.ts'
import { chooseRoute, inOneSentence } from './choose.ts'
import { factNames, readFacts } from './facts.ts'

const options = Object.fromEntries(
  [...factNames, 'on', 'value', 'years'].map(name => [name, { type: 'string' as const }]),
)

const route = word(
  'route',
  '--nation england --buyer council --on 2026-01-01 --form contract --what services ... [--json]',
  'Say which ways the law leaves open, from facts, each step with its rule and source. Not legal advice. Leave facts out and it says which it needs.',
  { ...JSON_OPTION, ...options },
  async ({ values, usage }, terminal) => {
    const { facts, errors } = readFacts(values)
    const [wrong] = errors
    if (wrong) throw wrongUsage(`--${wrong.field}: ${wrong.message}`, usage)
    const answer = chooseRoute(facts)
    if (values.json) terminal.out(JSON.stringify(answer, null, 2))
    else {
      terminal.out(inOneSentence(answer))
      for (const { says } of answer.warnings) terminal.out(`Mind: ${says}`)
      for (const { field, question } of answer.missing) terminal.out(`--${field}: ${question}`)
      for (const { says, rule } of answer.contradictions) terminal.out(`${says} (${rule.source})`)
      for (const { title, because, steps } of answer.routes) {
        terminal.out(`\n${title}. ${because}`)
        for (const { when, notice, says, rule } of steps)
          terminal.out(`  ${when}${notice ? ` (${notice})` : ''}: ${says} [${rule.source}]`)
      }
      for (const { title, may, says } of answer.reservations)
        terminal.out(
          `\nKept for ${title.toLowerCase()}: ${may === null ? 'not settled' : may ? 'you may' : 'you may not'}. ${says}`,
        )
      terminal.out(`\n${answer.notAdvice}`)
    }
    if (answer.state !== 'answered') throw new WrongLine('', 1)
  },
  { needsNoDatabase: true },
)

export const commandLine = [route]
