import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error It comes without types.
import { Provider } from 'oidc-provider'

/** An organisation's own sign-in: a real OpenID provider that signs in whoever it is told to, without asking. */
export interface TestProvider {
  readonly issuer: string
  /** Who sits at its keyboard, and what it says of them. */
  signsIn(subject: string, claims: Readonly<Record<string, unknown>>, methods?: readonly string[], level?: string): void
  /** How often its metadata was read. */
  askedAboutItself(): number
  /** Follows an address of its until it sends the browser back to us; gives that. */
  follow(address: string): Promise<string>
  close(): Promise<void>
}

/** Starts one on a free port; `backTo` is where its clients, `ours` and `another`, are sent back to. */
export const startProvider = async (backTo: readonly string[]): Promise<TestProvider> => {
  let subject = ''
  let claims: Readonly<Record<string, unknown>> = {}
  let methods: readonly string[] = []
  let level: string | undefined
  let asked = 0
  const server: Server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = (client_id: string) => ({
    client_id,
    client_secret: `the secret of ${client_id}`,
    redirect_uris: [...backTo],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  })
  const provider = new Provider(issuer, {
    clients: [client('ours'), client('another')],
    acrValues: ['one-proof', 'two-proofs'],
    claims: { acr: null, openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
    async loadExistingGrant(ctx: { oidc: { session: { accountId: string }; client: { clientId: string } } }) {
      const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (req, res) => {
    if (req.url?.includes('/.well-known/')) asked += 1
    if (!req.url?.startsWith('/interaction/')) return answer(req, res)
    return provider.interactionFinished(req, res, {
      login: { accountId: subject, amr: [...methods], ...(level && { acr: level }) },
    })
  })
  return {
    issuer,
    askedAboutItself: () => asked,
    signsIn(who, says, by = [], sure) {
      subject = who
      claims = says
      methods = by
      level = sure
    },
    async follow(address) {
      const cookies = new Map<string, string>()
      let at = address
      for (let step = 0; step < 10; step++) {
        if (!at.startsWith(issuer)) return at
        const reply = await fetch(at, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        })
        const text = await reply.text()
        for (const set of reply.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
          cookies.set(name, value)
        }
        const to = reply.headers.get('location')
        if (!to) throw new Error(`The provider stopped at ${reply.status}: ${text.slice(0, 500)}`)
        at = new URL(to, at).href
      }
      throw new Error('The provider goes round in circles.')
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
