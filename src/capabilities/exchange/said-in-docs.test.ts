import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCast, ask, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { root } from '../../platform/platform.ts'
import { sendReferral } from '../referrals/index.ts'
import { aSystem } from './testing.ts'

const house = useHouse()
const said = readFileSync(join(root, 'docs', 'exchange.md'), 'utf8')
/** The lines an engineer copies, each as one line. */
const lines = said.replaceAll('\\\n', ' ').match(/^ {4}curl .+$/gm) ?? []

/** What curl would send for a line of the shell. */
const read = (line: string, values: Readonly<Record<string, string>>) => {
  const filled = Object.entries(values).reduce((text, [from, to]) => text.replaceAll(from, to), line)
  const words = (filled.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? [])
    .slice(1)
    .map(word => word.replace(/^(['"])(.*)\1$/, '$2'))
  const after = (option: string) => words.filter((_, at) => words[at - 1] === option)
  return {
    method: (after('-X')[0] ?? 'GET') as 'GET',
    url: new URL(words.find(word => word.startsWith('https://')) ?? ''),
    headers: Object.fromEntries(
      after('-H').map(header => [
        header.split(':')[0]?.toLowerCase() ?? '',
        header.slice(header.indexOf(':') + 1).trim(),
      ]),
    ),
    sends: after('-d')[0],
  }
}

describe('what the document for engineers says', () => {
  it('works as it stands there: asking for Tasks, answering one, and asking to be told', async () => {
    expect(lines).toHaveLength(2)
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    const { referralId } = worked(
      await perform(house.platform.db, cast.amira, sendReferral, {
        needId: needIds[0] ?? '',
        organisationId: cast.kitchen,
        basis: 'consent',
        basisGround: '',
        consentGivenHow: null,
      }),
    )
    const { token } = await aSystem(house.platform, cast.ben, { domain: 'records.example.org' })
    const place = /\/\w+\/(?=fhir\/)/.exec(lines[0] ?? '')?.[0] ?? ''
    const values = { [place]: `/${cast.slug}/`, $TOKEN: token, $ID: referralId, '$(uuidgen)': newId() }
    const [asks = '', answers = ''] = lines
    const list = read(asks, values)
    const found = await house.web.inject({ ...list, url: list.url.pathname + list.url.search })
    expect(found.json().entry).toHaveLength(1)
    const { resource } = found.json().entry[0]
    const put = read(answers, values)
    expect([put.method, put.sends, put.headers['if-match']]).toEqual(['PUT', '@task.json', 'W/"0a1b2c3d4e5f6071"'])
    const answered = await house.web.inject({
      method: put.method,
      url: put.url.pathname,
      headers: { ...put.headers, 'if-match': `W/"${resource.meta.versionId}"` },
      payload: JSON.stringify({ ...resource, status: 'accepted', businessStatus: undefined }),
    })
    expect([answered.statusCode, answered.json().status]).toEqual([200, 'accepted'])
    const wish = / {4}(\{"resourceType": "Subscription"[\s\S]+?\}\})\n/.exec(said)?.[1] ?? ''
    const told = await house.web.inject({
      method: 'POST',
      url: `/${cast.slug}/fhir/Subscription`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      payload: wish,
    })
    expect([told.statusCode, told.json().status]).toEqual([201, 'requested'])
  })
})
