import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../../test/support/house.ts'
import { addTestPlace, signedInAs, temporaryFile } from '../../testing.ts'
import { MOST_TABLE_BYTES } from './read-table.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const slug = 'sheets'
const at = `/${slug}/directory/tables`
let farida: () => Promise<string>
const sheet =
  'Activity,Provider,Tel,Postcode\nLunch club,Ferry Hub,1632960001,ZZ1 4AB\nChoir,Ferry Hub,,\n,,,\nNo name?,,,nonsense\n'
const get = async (url: string) => house.web.inject({ url, headers: { cookie: await farida() } })
const send = async (
  url: string,
  fields: Record<string, string>,
  file?: { name: string; content: string | Uint8Array },
) => {
  const edge = 'edge7392'
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file)
    parts.push(
      Buffer.from(
        `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(file.content),
      Buffer.from('\r\n'),
    )
  return house.web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}`, cookie: await farida() },
    payload: Buffer.concat([...parts, Buffer.from(`--${edge}--\r\n`)]),
  })
}
const post = async (url: string, fields: Record<string, string>) =>
  house.web.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: await farida() },
    payload: new URLSearchParams(fields).toString(),
  })

beforeAll(async () => {
  const placeId = await addTestPlace(house, slug)
  farida = await signedInAs(house, placeId, 'Farida Noor', ['directory editor'])
})

describe('importing a table', () => {
  it('shows how columns are read and what would happen, then imports, and remembers the columns', async () => {
    const sent = await send(at, { name: 'Hub list' }, { name: 'list.csv', content: sheet })
    expect(sent.statusCode).toBe(303)
    const table = sent.headers.location ?? ''
    const first = (await get(table)).body
    expect(first).toContain('phone got its first 0 back')
    expect(first).toContain('It would add 3 entries')
    expect(
      (await post(table, { do: 'map', 'column-0': '', 'column-1': '', 'column-2': 'phone', 'column-3': '' }))
        .statusCode,
    ).toBe(303)
    expect((await get(table)).body).toContain('Say which column holds the name')
    expect((await post(table, { do: 'import' })).statusCode).toBe(422)
    await post(table, {
      do: 'map',
      'column-0': 'name',
      'column-1': 'organisation',
      'column-2': 'phone',
      'column-3': 'town',
    })
    const imported = await post(table, { do: 'import' })
    expect(imported.headers.location).toContain(`/${slug}/directory/imports/`)
    expect((await get(imported.headers.location ?? '')).body).toContain('Lunch club')
    expect((await post(table, { do: 'import' })).statusCode).toBe(422)
    const again = await send(at, { name: 'Hub list' }, { name: 'list2.csv', content: sheet })
    const second = (await get(again.headers.location ?? '')).body
    expect(second).toContain('3 are there already as they are')
    expect((await post(again.headers.location ?? '', { do: 'drop' })).headers.location).toContain('done=dropped')
    expect((await get(again.headers.location ?? '')).statusCode).toBe(404)
  })
  it('says beside the field what is wrong, and stops a file that is too large as it comes', async () => {
    expect((await send(at, { name: 'x list' })).body).toContain('Choose the file to send')
    expect((await send(at, { name: '' }, { name: 'a.csv', content: sheet })).body).toContain(
      'Enter a name for the list',
    )
    expect((await send(at, { name: 'x list' }, { name: 'a.xlsx', content: 'PK\u0003\u0004' })).body).toContain(
      'Save the sheet as CSV',
    )
    const large = await send(
      at,
      { name: 'x list' },
      { name: 'a.csv', content: Buffer.alloc(MOST_TABLE_BYTES + 1, 'a,b\n') },
    )
    expect(large.statusCode).toBe(413)
    expect((await post(at, { name: 'x list' })).statusCode).toBe(422)
  })
  it('reads no file where none is asked for, and none of somebody who may not send one', async () => {
    expect((await send(`/${slug}/directory/duplicates`, {}, { name: 'a.csv', content: sheet })).statusCode).toBe(415)
    const stranger = await house.web.inject({
      method: 'POST',
      url: at,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x--\r\n',
    })
    expect(stranger.statusCode).toBe(403)
    for (const odd of ['', '--edge7392\r\n', 'nonsense']) {
      const answer = await house.web.inject({
        method: 'POST',
        url: at,
        headers: { 'content-type': 'multipart/form-data; boundary=edge7392', cookie: await farida() },
        payload: odd,
      })
      expect(answer.statusCode, odd).toBeLessThan(500)
    }
  })
  it('works from the command line, with a mapping in a file', async () => {
    const file = await temporaryFile('list.csv', sheet)
    const mapping = await temporaryFile('mapping.json', '{"Activity":"name","Provider":"organisation"}')
    const dry = await house.commandLine(
      'import',
      'csv',
      file,
      '--place',
      slug,
      '--name',
      'Line list',
      '--mapping',
      mapping,
      '--dry-run',
    )
    expect(dry.out).toContain('Tel: left out')
    expect(dry.out).toContain('It would be: 3 added')
    expect((await house.commandLine('import', 'csv', file, '--place', slug, '--name', 'Line list')).out).toContain(
      '3 added',
    )
    const wrong = await temporaryFile('wrong.json', '{"Activity":"nom"}')
    expect((await house.commandLine('import', 'csv', file, '--place', slug, '--mapping', wrong)).err).toContain(
      '“nom” is not a field',
    )
    expect((await house.commandLine('import', 'csv', '/no/such.csv', '--place', slug)).err).toContain(
      'There is no file',
    )
  })
})
